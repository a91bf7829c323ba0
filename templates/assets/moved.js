// Leads from an old address to the new one, keeping what stands behind the hash (a finding, a line).
var to = document.getElementById("moved");
if (to) location.replace(to.href + location.hash);
