package sample

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Wire invents n reports on a handful of affairs, the same for the same n, as
// lines of JSON Lines: meetings that are announced and held, attacks that look
// alike, copies in a second paper and texts that were edited later.
func Wire(n int) []string {
	countries := []string{"Iraq", "Egypt", "France", "Turkey", "Jordan", "Kenya", "Ethiopia", "Sudan"}
	cities := []string{"Baghdad", "Cairo", "Paris", "Ankara", "Amman", "Nairobi", "Addis Ababa", "Khartoum"}
	deeds := []string{
		"%[1]s asked %[2]s on %[5]s to resume border talks, officials in %[3]s said.\n\nThe foreign ministry of %[2]s said the talks would be held in %[4]s next month.",
		"%[1]s and %[2]s held border talks in %[3]s on %[5]s.\n\n“We agreed to meet again,” the foreign minister of %[2]s said.",
		"A bomb exploded near a market in %[3]s on %[5]s, killing %[6]d people, police said.\n\nThe government of %[1]s blamed militants. %[2]s condemned the attack.",
		"%[1]s rejected a demand by %[2]s to withdraw its troops, its foreign minister said in %[3]s on %[5]s.\n\nThe president of %[2]s will visit %[4]s next week.",
		"%[2]s will send %[7]d tons of food to %[1]s, the prime minister announced in %[4]s on %[5]s.\n\nProtesters in %[3]s demanded more.",
	}
	start := time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)
	var out []string
	line := func(id int, outlet, url, text string, day time.Time) {
		raw, err := json.Marshal(map[string]string{"id": fmt.Sprintf("w%04d", id), "title": strings.SplitN(text, "\n", 2)[0], "text": text, "published": day.Format(time.DateOnly), "outlet": outlet, "url": url})
		if err != nil {
			panic(err) // a bug: strings always marshal
		}
		out = append(out, string(raw))
	}
	for i := 0; len(out) < n; i++ {
		a, b := i%len(countries), (i/3+1+i%len(countries))%len(countries)
		if a == b {
			b = (b + 1) % len(countries)
		}
		day := start.AddDate(0, 0, i/4)
		text := fmt.Sprintf(deeds[i%len(deeds)], countries[a], countries[b], cities[a], cities[b], day.Weekday(), 2+i%7, 100*(1+i%9))
		url := fmt.Sprintf("https://courier.example/%d", i)
		line(len(out), "The Courier", url, text, day)
		switch {
		case i%6 == 2 && len(out) < n:
			line(len(out), "Evening Post", fmt.Sprintf("https://post.example/%d", i), text, day.AddDate(0, 0, 1))
		case i%9 == 4 && len(out) < n:
			line(len(out), "The Courier", url, text+"\n\nThis report was corrected.", day)
		}
	}
	return out
}
