"""Makes ../static/world.svg, the outlines under the maps.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 build.py package/countries-50m.json > ../static/world.svg

The outlines are Natural Earth's (public domain), as packed by world-atlas (ISC
licence). Units are tenths of a degree: x = 10 * longitude, y = -10 * latitude.
Arcs shared by two countries are borders, the others coasts.
"""

import json
import sys


def simplified(points, area):
    """Visvalingam and Whyatt: drops points whose triangle is smaller than area."""
    points = list(points)
    while len(points) > 3:
        best, at = area, 0
        for i in range(1, len(points) - 1):
            (ax, ay), (bx, by), (cx, cy) = points[i - 1 : i + 2]
            size = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
            if size < best:
                best, at = size, i
        if not at:
            break
        del points[at]
    return points


def path(points):
    out, last = [], None
    for x, y in points:
        x, y = round(x * 10), round(-y * 10)
        if last is None:
            out.append(f"M{x} {y}l")
        elif (x, y) != last:
            out.append(f"{x - last[0]} {y - last[1]} ")
        last = (x, y)
    return "".join(out).rstrip() if len(out) > 1 else ""


def unrolled(points):
    """Keeps a line that crosses the antimeridian in one piece, beyond 180 degrees."""
    out, shift = [], 0
    for x, y in points:
        if out and x + shift - out[-1][0] > 180:
            shift -= 360
        elif out and x + shift - out[-1][0] < -180:
            shift += 360
        out.append((x + shift, y))
    return out


def main():
    world = json.load(open(sys.argv[1]))
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    used = [0] * len(arcs)
    rings = []
    for country in world["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", [])
        for polygon in polygons:
            for ring in polygon:
                rings.append(ring)
                for i in ring:
                    used[i if i >= 0 else ~i] += 1
    small = [simplified(a, 0.02) if len(a) > 3 else a for a in arcs]
    land = []
    for ring in rings:
        points = []
        for i in ring:
            points += small[i] if i >= 0 else small[~i][::-1]
        points = unrolled(points)
        if abs(points[0][0] - points[-1][0]) > 1:  # round a pole: closed along the edge of the map
            points += [(points[-1][0], -90), (points[0][0], -90)]
        wide = max(p[0] for p in points) - min(p[0] for p in points)
        high = max(p[1] for p in points) - min(p[1] for p in points)
        if wide * high > 0.08:
            land.append(path(points) + "z")
            for beyond, turn in ((180, -360), (-180, 360)):
                if any((x - beyond) * turn < 0 for x, _ in points):
                    land.append(path([(x + turn, y) for x, y in points]) + "z")
    borders = [path(a) for a, n in zip(small, used) if n > 1]
    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800">')
    print(f'<path id="land" d="{"".join(land)}"/>')
    print(f'<path id="borders" fill="none" d="{"".join(borders)}"/>')
    print("</svg>")


main()
