using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Dmn;

/// <summary>The shipped decisions do what their text says.</summary>
public sealed class PolicyTests
{
    private static readonly Lazy<string> Folder = new(FindFolder);

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder.Value, "*.dmn").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    internal static string Text(string file) => File.ReadAllText(Path.Combine(Folder.Value, file));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_file_reads_without_findings(string file)
    {
        var reading = DmnReader.Read(File.ReadAllText(Path.Combine(Folder.Value, file)));
        reading.Findings.Should().BeEmpty();
        reading.Model!.Decisions.Should().OnlyContain(d => d.Description != null && d.Question != null);
    }

    [Theory]
    [InlineData("ana", "despacho", "pyme", "soporte", "error-sistema", "phone", "{group: \"despacho\", executive: \"ana\", strategy: null, skill: \"soporte\"}")]
    [InlineData("ana", null, "estrategico", "soporte", "error-sistema", "phone", "{group: \"soporte\", executive: \"ana\", strategy: \"priority\", skill: \"soporte\"}")]
    [InlineData(null, "comercial", "corporativo", "soporte", "error-sistema", "phone", "{group: \"comercial\", executive: null, strategy: null, skill: \"soporte\"}")]
    [InlineData(null, null, "pyme", "facturacion", "nota-credito", "web", "{group: \"facturacion\", executive: null, strategy: null, skill: \"facturacion\"}")]
    [InlineData(null, null, "pyme", "mesa", "reclamo-comercial", "web", "{group: \"comercial\", executive: null, strategy: null, skill: null}")]
    [InlineData(null, null, null, null, null, "intranet", "{group: \"soporte\", executive: null, strategy: null, skill: null}")]
    [InlineData(null, null, null, null, null, "pigeon", "{group: \"mesa\", executive: null, strategy: null, skill: null}")]
    public void Assignment_goes_by_client_then_topic_then_channel(
        string? executive, string? group, string? segment, string? area, string? topic, string channel, string expected)
    {
        var result = Decide("assignment", "assignment", Client(segment, executive, group).With("ticket", Ticket(topic, area, channel, "normal")));
        FeelValue.Write(result.Value).Should().Be(expected);
        result.Trace[^1].Rules.Should().ContainSingle().Which.Annotations.Select(a => a.Key).Should().Equal("Razón", "Reason");
    }

    [Fact]
    public void Assignment_works_for_an_unknown_client() =>
        FeelValue.Write(Decide("assignment", "assignment", FeelContext.Empty.With("client", null).With("ticket", Ticket("otro", "mesa", "email", "low"))).Value)
            .Should().Be("{group: \"mesa\", executive: null, strategy: null, skill: null}");

    [Theory]
    [InlineData("error-sistema", "soporte", "estrategico", "low", "urgent")]
    [InlineData("error-sistema", "soporte", "pyme", "low", "high")]
    [InlineData("despacho-atrasado", "despacho", "corporativo", "urgent", "urgent")]
    [InlineData("felicitacion", "mesa", "pyme", "urgent", "normal")]
    [InlineData("estado-cuenta", "facturacion", "pyme", "high", "high")]
    [InlineData("estado-cuenta", "facturacion", "estrategico", "low", "normal")]
    [InlineData("estado-cuenta", "facturacion", null, null, "normal")]
    public void Priority_follows_impact_segment_and_request(string topic, string area, string? segment, string? asked, string expected) =>
        Decide("priority", "priority", Client(segment, null, null).With("ticket", Ticket(topic, area, "web", asked))).Value.Should().Be(expected);

    [Theory]
    [InlineData("estrategico", "urgent", "PT30M", "PT4H", "sla-estrategico")]
    [InlineData("corporativo", "normal", "PT4H", "P1D", "sla-corporativo")]
    [InlineData("pyme", "low", "PT8H", "P3D", "sla-pyme")]
    [InlineData(null, null, "PT6H", "P2D", "sla-pyme")]
    public void Service_level_goes_by_segment_and_priority(string? segment, string? priority, string first, string resolution, string policy)
    {
        var result = (FeelContext)Decide("service-level", "serviceLevel", Client(segment, null, null).With("ticket", Ticket("otro", "mesa", "web", priority))).Value!;
        result["firstResponse"]!.ToString().Should().Be(first);
        result["resolution"]!.ToString().Should().Be(resolution);
        (result["policy"], result["calendar"]).Should().Be((policy, null), "the calendar is that of the client or of whoever attends");
    }

    [Theory]
    [InlineData("urgent", "low", "PT2H", "PT15M")]
    [InlineData(null, "urgent", "PT2H", "PT15M")]
    [InlineData("low", "urgent", "PT8H", "80")]
    public void The_priority_that_was_decided_goes_before_the_one_that_was_asked_for(string? decided, string asked, string next, string warn)
    {
        var inputs = Client("pyme", null, null).With("ticket", Ticket("otro", "mesa", "web", asked)).With("priority", decided);
        var result = (FeelContext)Decide("service-level", "serviceLevel", inputs).Value!;
        (result["nextResponse"]!.ToString(), result["warnAt"]!.ToString(), result["pausesForThirdParty"]).Should().Be((next, warn, true));
    }

    [Theory]
    [InlineData("firstResponse", "urgent", "estrategico", "1 PT0S unitHead|2 PT30M unitHead|3 PT1H manager")]
    [InlineData("nextResponse", "high", "corporativo", "1 PT0S supervisor|2 PT1H unitHead|3 PT9H manager")]
    [InlineData("firstResponse", "normal", "pyme", "1 PT0S supervisor|2 PT4H unitHead|3 PT9H manager")]
    [InlineData("resolution", "normal", "pyme", "1 80 assignee|2 PT0S supervisor|3 PT4H raise|4 PT9H manager")]
    [InlineData("resolution", "urgent", "pyme", "1 80 assignee|2 PT0S supervisor|3 PT2H |4 PT9H manager")]
    [InlineData("promise", "low", "pyme", "1 -PT2H assignee|2 PT0S supervisor")]
    [InlineData("ola", "low", "pyme", "1 80 assignee|2 PT4H supervisor")]
    [InlineData("something", "low", "pyme", "")]
    public void Each_deadline_has_its_ladder(string clock, string priority, string segment, string expected)
    {
        var inputs = FeelContext.Empty.With("clock", clock).With("priority", priority).With("segment", segment);
        var rungs = (Decide("escalation", "escalation", inputs).Value as FeelList ?? FeelList.Empty).Cast<FeelContext>().DistinctBy(rung => rung["rung"]!.ToString());
        string.Join("|", rungs.Select(rung => $"{rung["rung"]} {rung["at"]} {rung["priority"] ?? ((FeelList)rung["notify"]!).Reverse().Take(1).SingleOrDefault()}")).Should().Be(expected);
    }

    [Theory]
    [InlineData("unit", "facturacion", "urgent", "PT2H", "ola-urgente")]
    [InlineData("unit", "facturacion", "low", "PT9H", "ola-general")]
    [InlineData("provider", "Transbank", "low", "PT4H", "uc-transbank")]
    [InlineData("provider", "Otro", "low", "PT18H", "uc-general")]
    public void Units_and_third_parties_have_their_time(string party, string name, string priority, string allowed, string policy)
    {
        var inputs = FeelContext.Empty.With("party", party).With("name", name).With("priority", priority);
        var result = (FeelContext)Decide("operating-level", "operatingLevel", inputs).Value!;
        (result["allowed"]!.ToString(), result["policy"]).Should().Be((allowed, policy));
    }

    [Theory]
    [InlineData("consulta-general", "information-request")]
    [InlineData("horarios-contacto", "information-request")]
    [InlineData("factura-monto", "ticket-lifecycle")]
    [InlineData(null, "ticket-lifecycle")]
    public void The_flow_goes_by_topic(string? topic, string expected) =>
        Decide("flow-selection", "flow", FeelContext.Empty.With("ticket", Ticket(topic, "mesa", "web", "normal"))).Value.Should().Be(expected);

    private static DecisionResult Decide(string file, string decision, FeelContext inputs)
    {
        var model = DmnReader.Read(File.ReadAllText(Path.Combine(Folder.Value, file + ".dmn"))).Model!;
        return model.Decide(decision, inputs);
    }

    private static FeelContext Client(string? segment, string? executive, string? group) => FeelContext.Empty.With(
        "client",
        FeelContext.Empty.With("rut", "76086428-5").With("name", "Acme").With("segment", segment).With("executive", executive).With("group", group));

    private static FeelContext Ticket(string? topic, string? area, string channel, string? priority) => FeelContext.Empty
        .With("topic", topic).With("area", area).With("channel", channel).With("priority", priority).With("subject", "x").With("hasRut", true);

    private static string FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "rules", "definitions");
            if (Directory.Exists(candidate)) return candidate;
        }

        throw new DirectoryNotFoundException("rules/definitions");
    }
}
