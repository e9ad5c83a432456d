using System.Reflection;
using System.Text.RegularExpressions;

namespace Graballo.Architecture.Tests;

/// <summary>References between rooms run one way (docs/adr/0001).</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Graballo.Rules"] = [],
        ["Graballo.Workflows"] = ["Graballo.Rules"],
        ["Graballo.Domain"] = [],
        ["Graballo.Desk"] = ["Graballo.Domain", "Graballo.Workflows", "Graballo.Rules"],
        ["Graballo.Desk.Sqlite"] = ["Graballo.Desk"],
        ["Graballo.Desk.SqlServer"] = ["Graballo.Desk"],
        ["Graballo.Desk.PostgreSql"] = ["Graballo.Desk"],
        ["Graballo.Channels"] = ["Graballo.Desk", "Graballo.Domain"],
        ["Graballo.Designer"] = ["Graballo.Desk", "Graballo.Domain", "Graballo.Workflows", "Graballo.Rules"],
    };

    public static TheoryData<string> Rooms => [.. Arrows.Keys];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_the_rooms_before_it(string room) =>
        Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Graballo", StringComparison.Ordinal))
            .Except(Arrows[room]).Should().BeEmpty();

    [Theory]
    [InlineData("Graballo.Rules"), InlineData("Graballo.Workflows"), InlineData("Graballo.Domain")]
    public void The_pure_rooms_do_no_input_or_output(string room)
    {
        // The conformance runners read the folder that they are given; nothing else may.
        string[] banned = ["System.Net.Http", "System.Net.Sockets", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "System.Data.Common"];
        Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => banned.Any(start => name.StartsWith(start, StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public void Every_refusal_has_a_sentence_in_both_languages()
    {
        var root = Root();
        var used = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => RefusalCode().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        used.Should().NotBeEmpty();
        var spanish = Keys(Path.Combine(root, "src/Graballo.Desk/Resources/Refusals.resx"));
        used.Except(spanish).Should().BeEmpty();
        spanish.Should().BeEquivalentTo(Keys(Path.Combine(root, "src/Graballo.Desk/Resources/Refusals.en.resx")));
    }

    [Fact]
    public void Every_text_exists_in_both_languages()
    {
        foreach (var spanish in Directory.EnumerateFiles(Root(), "*.resx", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".en.resx", StringComparison.Ordinal) && !file.Contains("/obj/") && !file.Contains("/bin/")))
            Keys(spanish).Should().BeEquivalentTo(Keys(spanish.Replace(".resx", ".en.resx", StringComparison.Ordinal)), Path.GetFileName(spanish));
    }

    private static HashSet<string> Keys(string file) =>
        System.Xml.Linq.XDocument.Load(file).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).ToHashSet();

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Graballo.Workflows.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("new(?: Refusal)?\\(\"([a-z][a-z-]+)\"")]
    private static partial Regex RefusalCode();
}
