namespace Graballo.Rules.Dmn.Xml;

/// <summary>The file as it was written, to tell places in texts with entities.</summary>
internal sealed class RawText
{
    private readonly string _xml;
    private readonly List<int> _lines = [0];

    public RawText(string xml)
    {
        _xml = xml;
        for (var i = 0; i < xml.Length; i++)
        {
            if (xml[i] == '\n' || (xml[i] == '\r' && !(i + 1 < xml.Length && xml[i + 1] == '\n'))) _lines.Add(i + 1);
        }
    }

    /// <summary>The content of the element that begins at a place: where it starts, and what it is when it is not plain.</summary>
    public (int Line, int Column, string? Raw) Content(int line, int column)
    {
        if (line < 1 || line > _lines.Count) return (line, column, null);
        var at = Math.Min(_lines[line - 1] + column - 1, _xml.Length);
        for (var quote = '\0'; at < _xml.Length && (quote != '\0' || _xml[at] != '>'); at++)
        {
            if (quote == '\0' && _xml[at] is '"' or '\'') quote = _xml[at];
            else if (_xml[at] == quote) quote = '\0';
        }

        var start = Math.Min(at + 1, _xml.Length);
        var row = _lines.BinarySearch(start) is >= 0 and var exact ? exact : ~_lines.BinarySearch(start) - 1;
        var end = start;
        while (end < _xml.Length && !_xml.AsSpan(end).StartsWith("</", StringComparison.Ordinal)) end += Next(_xml, end).Length;
        var raw = _xml[start..Math.Min(end, _xml.Length)];
        return (row + 1, start - _lines[row] + 1, raw.AsSpan().IndexOfAny('&', '<') < 0 ? null : raw);
    }

    /// <summary>Characters of the file, and how many characters of the text they are.</summary>
    public static (int Length, int Read) Next(string raw, int at)
    {
        var rest = raw.AsSpan(at);
        if (rest[0] == '&' && rest.IndexOf(';') is > 0 and var end) return (end + 1, rest.StartsWith("&#", StringComparison.Ordinal) && end > 7 ? 2 : 1);
        if (rest.StartsWith("<![CDATA[", StringComparison.Ordinal)) return (9, 0);
        if (rest.StartsWith("]]>", StringComparison.Ordinal)) return (3, 0);
        if (rest.StartsWith("<!--", StringComparison.Ordinal) && rest.IndexOf("-->", StringComparison.Ordinal) is > 0 and var close) return (close + 3, 0);
        return (1, 1);
    }
}
