using System.Globalization;
using System.Net;
using System.Resources;
using System.Text;

namespace Graballo.Desk.Mail;

public sealed record MailTo(string Address, string Name);

public sealed record MailText(string Subject, string Text, string Html);

/// <summary>
/// The mails that the desk writes: texts in Resources/Mail.resx, by template <c>x</c>: <c>x.subject</c>, <c>x.body</c> (paragraphs
/// divided by an empty line) and, where there is one, <c>x.button</c>. <c>{number}</c> and its like are filled in.
/// </summary>
public static class MailTemplates
{
    private static readonly ResourceManager Texts = new("Graballo.Desk.Resources.Mail", typeof(MailTemplates).Assembly);

    public static bool Exists(string template) => Texts.GetString(template + ".subject", CultureInfo.InvariantCulture) is not null;

    /// <exception cref="ArgumentException">There is no such template.</exception>
    public static MailText Render(string template, string locale, IReadOnlyDictionary<string, string> values)
    {
        var culture = CultureInfo.GetCultureInfo(locale);
        var subject = Texts.GetString(template + ".subject", culture) ?? throw new ArgumentException($"No mail template '{template}'.", nameof(template));
        var paragraphs = (Texts.GetString(template + ".body", culture) ?? "").ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var button = Texts.GetString(template + ".button", culture);
        var text = new StringBuilder();
        var html = new StringBuilder();
        foreach (var paragraph in paragraphs)
        {
            text.Append(Fill(paragraph, values, static value => value)).Append("\n\n");
            html.Append("<p style=\"margin:0 0 16px\">").Append(Fill(WebUtility.HtmlEncode(paragraph), values, Html)).Append("</p>\n");
        }
        var link = values.GetValueOrDefault("link");
        if (button is not null && link is not null)
        {
            text.Append(button).Append(": ").Append(link).Append("\n\n");
            html.Append("<p style=\"margin:24px 0\"><a href=\"").Append(WebUtility.HtmlEncode(link))
                .Append("\" style=\"background:#0f766e;color:#ffffff;padding:12px 20px;border-radius:6px;text-decoration:none;display:inline-block\">")
                .Append(WebUtility.HtmlEncode(button)).Append("</a></p>\n");
        }
        var organisation = values.GetValueOrDefault("organisation") ?? "";
        text.Append(organisation).Append('\n');
        return new MailText(OneLine(Fill(subject, values, static value => value)), text.ToString(), Page(locale, html.ToString(), organisation));
    }

    /// <summary>A word of the mails, such as the name of a clock.</summary>
    public static string Word(string key, CultureInfo culture) => Texts.GetString(key, culture) ?? key;

    /// <summary>A time as its reader says it, in the desk's zone; empty for null.</summary>
    public static string When(DateTimeOffset? at, string locale, string timeZone)
    {
        if (at is not { } instant)
            return "";
        var culture = CultureInfo.GetCultureInfo(locale);
        var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        return culture.TwoLetterISOLanguageName == "es"
            ? local.ToString("dddd d 'de' MMMM 'a las' HH:mm", culture)
            : local.ToString("dddd d MMMM 'at' HH:mm", culture);
    }

    private static string Page(string locale, string body, string organisation) =>
        $"""
        <!DOCTYPE html>
        <html lang="{locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
        <body style="margin:0;padding:24px;background:#ffffff;color:#1f2933;font:16px/1.5 Arial,Helvetica,sans-serif">
        <div style="max-width:600px;margin:0 auto">
        {body}<p style="margin:24px 0 0;color:#52606d;font-size:14px">{WebUtility.HtmlEncode(organisation)}</p>
        </div></body></html>

        """;

    private static string Html(string value) => WebUtility.HtmlEncode(value).ReplaceLineEndings("<br>");

    // A line break in a header would start another header.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Fill(string text, IReadOnlyDictionary<string, string> values, Func<string, string> write)
    {
        var filled = new StringBuilder(text.Length + 64);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                return filled.Append(text, at, text.Length - at).ToString();
            filled.Append(text, at, open - at);
            filled.Append(values.TryGetValue(text[(open + 1)..close], out var value) ? write(value) : text[open..(close + 1)]);
            at = close + 1;
        }
        return filled.ToString();
    }
}
