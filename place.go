package chancery

// PlaceKind sorts places.
type PlaceKind string

// The kinds of place.
const (
	CountryPlace PlaceKind = "country"
	Region       PlaceKind = "region"
	City         PlaceKind = "city"
	Facility     PlaceKind = "facility"
	Water        PlaceKind = "water"
	OtherPlace   PlaceKind = "other"
)

// Precision is how exactly the coordinates of a place point at it.
type Precision string

// The precisions, finest first.
const (
	PointPrecision   Precision = "point"
	CityPrecision    Precision = "city"
	RegionPrecision  Precision = "region"
	CountryPrecision Precision = "country"
)

// LatLon is a WGS 84 position in degrees.
type LatLon struct{ Lat, Lon float64 }

// Place is a toponym of one article, resolved as far as it honestly can be.
type Place struct {
	ID        string // "p1", …
	Name      string
	Kind      PlaceKind
	Country   string    // ISO 3166-1 alpha-3
	Admin1    string    // first-level region
	Position  *LatLon   // nil when unresolved
	Precision Precision // of Position; "" when unresolved
	GeoNames  int       // 0 for none
	Mentions  []Mention
}
