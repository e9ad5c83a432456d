using System.Text.RegularExpressions;

namespace Graballo.Desk.Calendars;

/// <summary>A property of an iCalendar file.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Name">In capital letters.</param>
/// <param name="Parameters">By name in capital letters.</param>
internal sealed partial record IcsProperty(int Line, string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <summary>The value as text (RFC 5545 §3.3.11).</summary>
    public string Text => Escapes().Replace(Value, sign => sign.Value[1] is 'n' or 'N' ? "\n" : sign.Value[1..]);

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escapes();
}

/// <summary>Cuts an iCalendar file (RFC 5545) into its events; bounded in size, and whatever is wrong is told with its line.</summary>
internal static class IcsLines
{
    public const int LargestFile = 1_000_000;
    private const int LongestLine = 20_000;
    private const int MostEvents = 5_000;
    private const int Deepest = 4;

    /// <summary>The properties of each event, without those of what lies inside it.</summary>
    public static Outcome<IReadOnlyList<IReadOnlyList<IcsProperty>>> Events(string file)
    {
        if (file.Length > LargestFile)
            return new Refusal("ics-large", "file", LargestFile / 1_000);
        var events = new List<List<IcsProperty>>();
        var inside = new Stack<string>();
        foreach (var (number, line) in Unfolded(file))
        {
            if (line.Length > LongestLine || Property(number, line) is not { } property)
                return new Refusal("ics-line", "file", number);
            if (inside.Count == 0 && property is not { Name: "BEGIN", Value: "VCALENDAR" })
                return new Refusal("ics-none", "file", number);
            if (Take(property, inside, events) is { } refused)
                return refused;
        }
        if (inside.Count > 0)
            return new Refusal("ics-cut", "file");
        return events.Count == 0 ? new Refusal("ics-empty", "file") : events;
    }

    // The last of the events is the one that is being read while an event is open.
    private static Refusal? Take(IcsProperty property, Stack<string> inside, List<List<IcsProperty>> events)
    {
        switch (property.Name)
        {
            case "BEGIN":
                inside.Push(property.Value);
                if (property.Value == "VEVENT")
                    events.Add([]);
                if (inside.Count > Deepest)
                    return new Refusal("ics-nesting", "file", property.Line);
                return events.Count > MostEvents ? new Refusal("ics-many", "file", MostEvents) : null;
            case "END":
                return inside.TryPop(out var open) && open == property.Value ? null : new Refusal("ics-nesting", "file", property.Line);
            default:
                if (inside.Peek() == "VEVENT")
                    events[^1].Add(property);
                return null;
        }
    }

    // A line that begins with a blank goes on with the one before.
    private static IEnumerable<(int Number, string Line)> Unfolded(string file)
    {
        var (number, began) = (0, 0);
        var whole = new System.Text.StringBuilder();
        foreach (var line in file.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length > 0 && line[0] is ' ' or '\t' && began > 0)
            {
                whole.Append(line, 1, line.Length - 1);
                continue;
            }
            if (whole.Length > 0)
                yield return (began, whole.ToString());
            whole.Clear().Append(line);
            began = number;
        }
        if (whole.Length > 0)
            yield return (began, whole.ToString());
    }

    // NAME;PARAM=value;PARAM="quoted: value":the value
    private static IcsProperty? Property(int number, string line)
    {
        var quoted = false;
        var cuts = new List<int>();
        var colon = -1;
        for (var at = 0; at < line.Length && colon < 0; at++)
        {
            if (line[at] == '"')
                quoted = !quoted;
            else if (!quoted && line[at] == ';')
                cuts.Add(at);
            else if (!quoted && line[at] == ':')
                colon = at;
        }
        if (colon <= 0)
            return null;
        var parts = cuts.Append(colon).Prepend(-1).ToList();
        var words = parts.Zip(parts.Skip(1), (from, to) => line[(from + 1)..to]).ToList();
        if (words[0].Length == 0 || !words[0].All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-'))
            return null;
        var parameters = new Dictionary<string, string>();
        foreach (var word in words.Skip(1))
        {
            if (word.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
                return null;
            parameters[word[..equals].ToUpperInvariant()] = word[(equals + 1)..].Trim('"');
        }
        var name = words[0].ToUpperInvariant();
        return new IcsProperty(number, name, parameters, name is "BEGIN" or "END" ? line[(colon + 1)..].Trim().ToUpperInvariant() : line[(colon + 1)..]);
    }
}
