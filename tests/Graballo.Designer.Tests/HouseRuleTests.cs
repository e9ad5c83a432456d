using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Graballo.Designer.Tests;

public sealed partial class HouseRuleTests
{
    private static readonly Dictionary<string, string> Spanish = Read("Texts.resx");
    private static readonly Dictionary<string, string> English = Read("Texts.en.resx");

    [Fact]
    public void Every_text_is_there_in_both_languages() => Spanish.Keys.Should().BeEquivalentTo(English.Keys);

    [Fact]
    public void Both_languages_fill_in_the_same_things()
    {
        var wrong = Spanish.Where(text => !Holes(English[text.Key]).IsSubsetOf(Holes(text.Value).Union(["{1}", "{2}"]))).Select(text => text.Key);
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_text_that_a_screen_asks_for_exists()
    {
        var missing = Sources.Files(Sources.Screens, ".razor", ".cs")
            .SelectMany(file => Asked().Matches(file.Text).Select(match => (file.Name, Count: match.Groups[1].Value == ".Count", Key: match.Groups[2].Value)))
            .Where(asked => !asked.Key.EndsWith('.') && !(asked.Count ? Spanish.ContainsKey(asked.Key + ".Many") : Spanish.ContainsKey(asked.Key)))
            .Select(asked => asked.Name + ": " + asked.Key);
        missing.Should().BeEmpty();
    }

    [Fact]
    public void Every_icon_that_a_screen_shows_is_in_the_sprite()
    {
        var sprite = JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllText(Path.Combine(Sources.Assets, "icons.json")))!;
        var missing = Sources.Files(Sources.Screens, ".razor")
            .SelectMany(file => IconUse().Matches(file.Text).SelectMany(use => Word().Matches(use.Groups[1].Value).Select(word => (file.Name, Icon: word.Groups[1].Value))))
            .Concat(Sources.Files(Sources.Screens, ".razor").SelectMany(file => PlainIcon().Matches(file.Text).Select(use => (file.Name, Icon: use.Groups[1].Value))))
            .Where(use => !sprite.Contains(use.Icon));
        missing.Should().BeEmpty();
    }

    [Fact]
    public void Colours_are_named_in_one_file_only()
    {
        var literals = Sources.Files(Path.Combine(Sources.Assets, "src"), ".css", ".js").Where(file => !file.Name.EndsWith("tokens.css", StringComparison.Ordinal))
            .Concat(Sources.Files(Sources.Screens, ".razor"))
            .SelectMany(file => Colour().Matches(file.Text).Select(match => file.Name + ": " + match.Value));
        literals.Should().BeEmpty();
    }

    [Fact]
    public void No_page_has_a_script_or_a_style_of_its_own()
    {
        var inline = Sources.Files(Sources.Screens, ".razor").Where(file => Inline().IsMatch(file.Text)).Select(file => file.Name);
        inline.Should().BeEmpty();
    }

    [Fact]
    public void Clients_are_addressed_formally()
    {
        var familiar = Spanish.Where(text => text.Key.Split('.')[0] is "Portal" or "New" or "Request" or "State" or "Survey" or "Confirm" or "Home" or "SignIn")
            .Where(text => Familiar().IsMatch(text.Value)).Select(text => text.Key);
        familiar.Should().BeEmpty();
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Sources.Screens, "Resources", file)).Descendants("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{[0-9a-zA-Z]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex("""\bT(\.Count|\.Find)?[\[(]"([A-Za-z0-9.]+)"\s*[\]),]""")]
    private static partial Regex Asked();

    [GeneratedRegex("""<Icon Name="@\((.*?)\)" """)]
    private static partial Regex IconUse();

    [GeneratedRegex("""(?:\?|:|=>) "([a-z0-9-]+)"(?= [:}]|,|$| \})""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bIcon(?: Name)?=""([a-z0-9-]+)""")]
    private static partial Regex PlainIcon();

    [GeneratedRegex(@"(?<![&\w])#[0-9a-fA-F]{3,8}\b(?=[;,\s)""'])|\brgba?\(|\bhsla?\(")]
    private static partial Regex Colour();

    [GeneratedRegex("""<style|<script(?![^>]*src=)|\son[a-z]+="[^@]""")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\b([Tt]u|[Tt]us|[Tt]ú|te|contigo|puedes|quieres|escribe|revisa)\b")]
    private static partial Regex Familiar();
}
