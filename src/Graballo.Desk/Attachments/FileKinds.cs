using System.Text;

namespace Graballo.Desk.Attachments;

/// <summary>The files that may be attached: by the ending of the name, with what the content of such a file begins with.</summary>
internal static class FileKinds
{
    /// <summary>Bytes of the beginning that are looked at.</summary>
    public const int Head = 512;

    private delegate bool Begins(ReadOnlySpan<byte> head);

    private static readonly Dictionary<string, (string Type, Begins Fits)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = ("image/png", static head => head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])),
        [".jpg"] = ("image/jpeg", IsJpeg),
        [".jpeg"] = ("image/jpeg", IsJpeg),
        [".gif"] = ("image/gif", static head => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)),
        [".webp"] = ("image/webp", static head => IsRiff(head, "WEBP"u8)),
        [".heic"] = ("image/heic", static head => head.Length > 12 && head[4..8].SequenceEqual("ftyp"u8)),
        // Some programs write a line of their own before the mark.
        [".pdf"] = ("application/pdf", static head => head.IndexOf("%PDF-"u8) >= 0),
        [".txt"] = ("text/plain", IsText),
        [".log"] = ("text/plain", IsText),
        [".csv"] = ("text/csv", IsText),
        [".eml"] = ("message/rfc822", IsText),
        [".docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", IsZip),
        [".xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", IsZip),
        [".pptx"] = ("application/vnd.openxmlformats-officedocument.presentationml.presentation", IsZip),
        [".odt"] = ("application/vnd.oasis.opendocument.text", IsZip),
        [".ods"] = ("application/vnd.oasis.opendocument.spreadsheet", IsZip),
        [".doc"] = ("application/msword", static head => IsOle(head) || head.StartsWith("{\\rtf"u8)),
        [".xls"] = ("application/vnd.ms-excel", IsOle),
        [".zip"] = ("application/zip", static head => IsZip(head) || head.StartsWith("PK\u0005\u0006"u8)),
        [".mp3"] = ("audio/mpeg", static head => head.StartsWith("ID3"u8) || (head.Length > 1 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0)),
        [".wav"] = ("audio/wav", static head => IsRiff(head, "WAVE"u8)),
    };

    /// <summary>The content type of a file with this name; null when such files are not taken.</summary>
    public static string? TypeOf(string name) => Known.TryGetValue(Path.GetExtension(name), out var kind) ? kind.Type : null;

    /// <summary>True when a file with this name may begin so.</summary>
    public static bool Fits(string name, ReadOnlySpan<byte> head) => Known.TryGetValue(Path.GetExtension(name), out var kind) && !IsProgram(head) && kind.Fits(head);

    // Windows, ELF and Mach-O programs and scripts, whatever they call themselves.
    private static bool IsProgram(ReadOnlySpan<byte> head) =>
        head.StartsWith("MZ"u8) || head.StartsWith("\u007fELF"u8) || head.StartsWith("#!"u8)
        || head.StartsWith<byte>([0xFE, 0xED, 0xFA]) || head.StartsWith<byte>([0xCF, 0xFA, 0xED, 0xFE]);

    private static bool IsJpeg(ReadOnlySpan<byte> head) => head.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    private static bool IsOle(ReadOnlySpan<byte> head) => head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> kind) => head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(kind);

    // Any encoding of eight bits, or one that says that it has sixteen; a picture or an archive has a zero soon, or begins with its mark.
    private static bool IsText(ReadOnlySpan<byte> head) =>
        head.StartsWith(Encoding.Unicode.Preamble) || head.StartsWith(Encoding.BigEndianUnicode.Preamble)
        || (!head.Contains((byte)0) && !IsZip(head) && !IsOle(head) && !IsJpeg(head) && !head.StartsWith("%PDF-"u8));
}
