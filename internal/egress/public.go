package egress

import "net/netip"

// inside are the networks that are not public, beside those that package netip
// knows (IANA's registries of special-purpose addresses).
var inside = networks(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)

func networks(list ...string) (found []netip.Prefix) {
	for _, text := range list {
		found = append(found, netip.MustParsePrefix(text))
	}
	return found
}

// IsPublic tells whether an address is of the public internet. What embeds an IPv4
// address in IPv6 (6to4, Teredo, NAT64) is not; a mapped one counts as what it maps.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap()
	if !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.Zone() != "" {
		return false
	}
	for _, network := range inside {
		if network.Contains(addr) {
			return false
		}
	}
	return true
}
