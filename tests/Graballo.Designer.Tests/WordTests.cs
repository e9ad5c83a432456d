using System.Security.Claims;
using Graballo.Designer.Browsing;
using Graballo.Designer.Layout;
using Graballo.Designer.Pages.Studio;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Designer.Tests;

public sealed partial class WordTests : Screening
{
    [Theory]
    [InlineData(-0.2, "ahora")]
    [InlineData(-5, "hace 5 min")]
    [InlineData(30, "en 30 min")]
    [InlineData(120, "hoy 14:00")]
    [InlineData(-1440, "ayer 12:00")]
    [InlineData(1440, "mañana 12:00")]
    [InlineData(2880, "jueves 12:00")]
    public void Near_times_are_relative_and_in_Chile(double minutes, string text) =>
        Formats.Near(Noon.AddMinutes(minutes)).Should().Be(text);

    [Fact]
    public void A_promise_is_said_in_full() =>
        Formats.Promise(Noon.AddHours(26)).Should().Be("miércoles 25 de noviembre a las 14:00");

    [Fact]
    public void A_time_typed_in_Chile_is_the_right_instant_in_summer_and_in_winter()
    {
        Formats.FromLocal(new DateTime(2026, 11, 24, 12, 0, 0)).Should().Be(Noon);
        Formats.FromLocal(new DateTime(2026, 7, 1, 12, 0, 0)).UtcDateTime.Hour.Should().Be(16);
    }

    [Fact]
    public void Business_hours_are_not_folded_into_days() => Formats.Business(TimeSpan.FromHours(26)).Should().Be("26 h");

    [Theory]
    [InlineData("The flow executed 10000 elements in one step: it goes round in an endless loop.", "El flujo ejecutó 10000 elementos en un solo paso: da vueltas sin fin.")]
    [InlineData("https://x.cl/a: no answer within 5 s (1/3)", "https://x.cl/a: sin respuesta en 5 s (1/3)")]
    [InlineData("https://x.cl/a: answered 503: busy (3/3)", "https://x.cl/a: respondió 503: busy (3/3)")]
    [InlineData("'lista' is not a number of times, 0 to 1000, to repeat the activity.", "«lista» no es una cantidad de veces (0 a 1000) para repetir la actividad.")]
    [InlineData("nobody translated this", "nobody translated this")]
    public void What_the_engine_says_is_told_in_Spanish(string said, string told) => new EngineWords(Texts).Of(said).Should().Be(told);

    [Fact]
    public void Every_sentence_of_the_engine_is_one_that_the_engine_or_a_caller_says()
    {
        var sources = string.Concat(new[] { "workflows", "src" }.SelectMany(folder => Sources.Files(Path.Combine(Sources.Root, folder), ".cs")).Select(file => file.Text));
        var english = new System.Resources.ResourceManager("Graballo.Designer.Resources.Texts", typeof(Resources.Texts).Assembly)
            .GetResourceSet(System.Globalization.CultureInfo.GetCultureInfo("en"), true, false)!.Cast<System.Collections.DictionaryEntry>()
            .Where(text => ((string)text.Key).StartsWith("Engine.", StringComparison.Ordinal)).Select(text => (string)text.Value!).ToArray();
        english.Should().HaveCountGreaterThan(30);
        english.Should().OnlyContain(sentence => System.Text.RegularExpressions.Regex.Split(sentence, @"\{[0-9]\}").All(part => sources.Contains(part)));
    }

    [Fact]
    public void Every_input_that_a_refusal_names_has_a_word_in_both_languages()
    {
        var named = Sources.Files(Path.Combine(Sources.Root, "src"), ".cs").SelectMany(file => NamedInput().Matches(file.Text).Select(match => match.Groups[1].Value)).Distinct().ToArray();
        named.Should().HaveCountGreaterThan(20);
        var words = new System.Resources.ResourceManager("Graballo.Desk.Resources.Refusals", typeof(Graballo.Desk.Refusal).Assembly);
        foreach (var culture in new[] { "es-CL", "en" }.Select(System.Globalization.CultureInfo.GetCultureInfo))
            named.Where(name => words.GetResourceSet(culture, true, culture.Name != "en")?.GetString("field." + name) is null).Should().BeEmpty();
    }

    [Fact]
    public void Every_agreement_of_the_shipped_decisions_has_a_name_in_both_languages()
    {
        var codes = Sources.Files(Path.Combine(Sources.Root, "rules", "definitions"), ".dmn").SelectMany(file => AgreementCode().Matches(file.Text).Select(match => match.Groups[1].Value)).Distinct().ToArray();
        codes.Should().HaveCountGreaterThan(5);
        codes.Should().OnlyContain(code => Texts.Find("Agreement." + code) != null);
    }

    [Theory]
    [InlineData(1, "1 atrasado")]
    [InlineData(2, "2 atrasados")]
    public void Plurals_are_right(int count, string text) => Texts.Count("Pyramid.Late", count).Should().Be(text);

    [Theory]
    [InlineData("/console/inbox", Role.Executive)]
    [InlineData("/console/inbox", Role.Executive, Role.Supervisor)]
    [InlineData("/console/back-office", Role.BackOffice)]
    [InlineData("/console/board", Role.Manager)]
    [InlineData("/console/design", Role.ProcessOwner, Role.Executive)]
    [InlineData("/console/admin", Role.Administrator, Role.ProcessOwner)]
    public void Everybody_begins_where_the_work_is(string home, params string[] roles) =>
        Places.Home(new ClaimsPrincipal(new ClaimsIdentity(roles.Select(role => new Claim(ClaimTypes.Role, role)), "test"))).Should().Be(home);

    [Fact]
    public void Every_kind_of_event_has_its_sentence()
    {
        var sentences = Services.GetRequiredService<Sentences>();
        var types = typeof(EventType).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        types.Should().OnlyContain(type => sentences.Of(new EventView(1, Noon, type, "Ana", true, new Dictionary<string, string>())) != null);
    }

    [Fact]
    public void A_sentence_says_stages_in_the_readers_words()
    {
        var entered = new EventView(1, Noon, EventType.StageEntered, "Ana", true, new Dictionary<string, string> { ["stage"] = "transaction" });
        Services.GetRequiredService<Sentences>().Of(entered).Should().Be("Entró a Transacción");
    }

    [Theory]
    [InlineData(Role.Executive, "/console/inbox,/console/reception,/console/absences")]
    [InlineData(Role.BackOffice, "/console/back-office,/console/absences")]
    [InlineData(Role.Client, "")]
    public void People_see_the_pages_of_their_role(string role, string pages)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
        string.Join(",", Places.For(person).Select(place => place.Href)).Should().Be(pages);
    }

    [Fact]
    public void A_deployment_says_what_changes_and_not_what_moved()
    {
        const string before = """<d xmlns="m"><userTask id="a" name="Responder"/><userTask id="b" name="Revisar"/><BPMNDiagram id="x"><s id="s" x="1"/></BPMNDiagram></d>""";
        const string after = """<d xmlns="m"><userTask id="a" name="Contestar"/><task id="c" name="Llamar"/><BPMNDiagram id="x"><s id="s" x="2"/></BPMNDiagram></d>""";
        DrawingChanges.Between(before, after).Should().Equal(
            new DrawingChange(DrawingChangeKind.Added, "task", "Llamar"),
            new DrawingChange(DrawingChangeKind.Removed, "userTask", "Revisar"),
            new DrawingChange(DrawingChangeKind.Changed, "userTask", "Contestar"));
    }

    [System.Text.RegularExpressions.GeneratedRegex("""(?:"(?:required|too-long)",\s*[^,]+,\s*|Check\.(?:Text|Length)\([^",]+,\s*)"(\w+)\x22""")]
    private static partial System.Text.RegularExpressions.Regex NamedInput();

    [System.Text.RegularExpressions.GeneratedRegex("""(?:>|")"((?:sla|ola|uc)-[a-z-]+)\x22""")]
    private static partial System.Text.RegularExpressions.Regex AgreementCode();
}
