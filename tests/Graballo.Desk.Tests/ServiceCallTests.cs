using Graballo.Channels.Web;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

public sealed class ServiceCallTests
{
    private const string Secret = "a secret of at least thirty-two characters";
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory]
    [InlineData(DeskHost.Sqlite)]
    [InlineData(DeskHost.PostgreSql)]
    public async Task A_webhook_leaves_after_the_commit_signed_and_its_answer_goes_on_in_the_flow(string provider)
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("""{"folio": 77, "$n": "x"}""") };
        await using var desk = await Desk(far, provider);
        await desk.Deploy(Xml(Webhook(far, "", ("ticket", "ticket.number"), ("total", "1.50"), ("when", "date(\"2026-07-07\")")), "hook", "hook"));
        var number = await desk.Open();
        far.Arrived.Should().BeEmpty("the step itself never speaks to the outside");
        (await Waiting(desk, number)).Should().Be(("hook", null));

        await desk.CallOut();

        var arrived = far.Arrived.Should().ContainSingle().Subject;
        arrived.Body.Should().Be($$"""{"ticket":"{{number}}","total":1.5,"when":"2026-07-07"}""");
        arrived.Headers["Graballo-Signature"].Should().Be(HttpCaller.Signature(Secret, desk.Now, arrived.Body));
        arrived.Headers["Idempotency-Key"].Should().MatchRegex("^[0-9a-f]{32}-hook-j[0-9]+$");
        (await Waiting(desk, number)).Should().Be((null, "Atender"));
        (await Variable(desk, number, "answer")).Should().Contain("77");
    }

    [Fact]
    public async Task A_failing_far_side_is_tried_again_with_doubling_waits_and_then_becomes_an_incident_with_its_error()
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("""{"error": "sin stock"}""", 503) };
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(Webhook(far, "graballo:retries=\"2\" graballo:backOff=\"PT1M\""), "hook", "hook"));
        var number = await desk.Open();
        await desk.CallOut();
        foreach (var wait in new[] { 1, 2 })
        {
            desk.Clock.Advance(TimeSpan.FromMinutes(wait) - TimeSpan.FromSeconds(1));
            (await desk.CallOut()).Should().Be(0, "it waits {0} minutes", wait);
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
            (await desk.CallOut()).Should().Be(1);
        }
        far.Arrived.Should().HaveCount(3);
        far.Arrived.Select(arrived => arrived.Headers["Idempotency-Key"]).Distinct().Should().ContainSingle();
        var incident = await Incident(desk, number);
        incident.Error.Should().Contain("503").And.Contain("sin stock").And.Contain("(3/3)");

        far.Answer = _ => FarSide.Json("{}");
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        await StoryTests.Ok(desk.Get<RetryIncidentHandler>().Handle(new Graballo.Desk.Flows.RetryIncident(number, incident.Id), supervisor, Ct));
        await desk.CallOut();
        far.Arrived.Select(arrived => arrived.Headers["Idempotency-Key"]).Distinct().Should().ContainSingle("a retry is the same activation");
        (await Waiting(desk, number)).Should().Be((null, "Atender"));
    }

    [Fact]
    public async Task An_error_event_of_the_flow_catches_what_is_given_up()
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("{}", 400) };
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(
            Webhook(far, "graballo:retries=\"0\"") + "<bpmn:boundaryEvent id=\"caught\" attachedToRef=\"hook\"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>"
            + "<bpmn:userTask id=\"byHand\" name=\"A mano\"/><bpmn:endEvent id=\"other\"/>" + Path("caught", "byHand", "other"), "hook", "hook"));
        var number = await desk.Open();
        await desk.CallOut();
        (await Waiting(desk, number)).Should().Be((null, "A mano"));
    }

    [Fact]
    public async Task A_node_that_dies_after_the_call_makes_it_again_under_the_same_key_and_the_flow_goes_on_once()
    {
        await using var far = new FarSide();
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(Webhook(far, ""), "hook", "hook"));
        var number = await desk.Open();
        await using (var db = desk.Database())
        {
            // As a node leaves it that claimed the call, made it, and died before the step.
            await db.ServiceCalls.ExecuteUpdateAsync(row => row.SetProperty(r => r.Attempts, 1).SetProperty(r => r.NextAttemptAt, desk.Now.AddSeconds(80)));
        }
        (await desk.CallOut()).Should().Be(0, "the claim holds");
        desk.Clock.Advance(TimeSpan.FromSeconds(81));
        (await desk.CallOut()).Should().Be(1);
        (await Waiting(desk, number)).Should().Be((null, "Atender"));
        await using var after = desk.Database();
        (await after.HumanTasks.CountAsync(row => row.ElementId == "work")).Should().Be(1);
    }

    [Fact]
    public async Task A_lookup_reads_into_a_variable_with_its_query_and_credential()
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("""{"deuda": 1200.5, "tags": ["a", null]}""") };
        await using var desk = await Desk(far, settings: new() { ["Web:Credentials:crm:Host"] = "localhost", ["Web:Credentials:crm:Authorization"] = "Bearer abc" });
        await desk.Deploy(Xml(
            Service("look", "lookup", "graballo:resultVariable=\"cliente\"", ("url", $"\"{far.Url}?a=1\""), ("query", "{rut: \"7.1&x\"}"), ("credential", "\"crm\"")), "look", "look"));
        var number = await desk.Open();
        await desk.CallOut();
        far.Arrived.Single().Line.Should().Be("GET /hook?a=1&rut=7.1%26x HTTP/1.1");
        far.Arrived.Single().Headers["Authorization"].Should().Be("Bearer abc");
        (await Variable(desk, number, "cliente")).Should().Contain("1200.5").And.Contain("tags");
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("deep")]
    public async Task An_answer_that_is_no_json_fails_a_lookup(string body)
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json(body == "deep" ? new string('[', 5000) + new string(']', 5000) : body) };
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(Service("look", "lookup", "graballo:retries=\"0\"", ("url", $"\"{far.Url}\"")), "look", "look"));
        var number = await desk.Open();
        await desk.CallOut();
        (await Incident(desk, number)).Error.Should().Contain("not JSON");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_a_huge_answer_is_cut_off_and_a_slow_one_given_up()
    {
        await using var hidden = new FarSide();
        await using var far = new FarSide { Answer = _ => FarSide.Raw(302, "Location: " + hidden.Url, "") };
        await using var desk = await Desk(far, settings: new() { ["Web:LargestAnswer"] = "2048" });
        await desk.Deploy(Xml(Webhook(far, "graballo:retries=\"0\" graballo:timeout=\"PT1S\""), "hook", "hook"));
        var redirected = await desk.Open();
        await desk.CallOut();
        (await Incident(desk, redirected)).Error.Should().Contain("302");
        hidden.Arrived.Should().BeEmpty();

        far.Answer = _ => FarSide.Json("\"" + new string('x', 5_000) + "\"");
        var huge = await desk.Open();
        await desk.CallOut();
        (await Incident(desk, huge)).Error.Should().Contain("larger than 2 KB");

        far.Answer = _ => null;
        var slow = await desk.Open();
        await desk.CallOut();
        (await Incident(desk, slow)).Error.Should().Contain("no answer within 1 s");
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/x", "inside the network")]
    [InlineData("https://[::1]:1/x", "inside the network")]
    [InlineData("https://[::ffff:10.0.0.1]/x", "inside the network")]
    [InlineData("https://[::ffff:a9fe:a9fe]/latest/meta-data", "inside the network")]
    [InlineData("https://169.254.169.254/latest/meta-data", "inside the network")]
    [InlineData("https://[fd00::1]/x", "inside the network")]
    [InlineData("https://0x7f.1/x", "inside the network")]
    [InlineData("https://localhost:1/x", "inside the network")]
    [InlineData("http://example.com/x", "only https")]
    [InlineData("ftp://example.com/x", "ftp://example.com/x")]
    [InlineData("file:///etc/passwd", "file:///etc/passwd")]
    [InlineData("https://user:pass@example.com/", "user:pass@example.com")]
    [InlineData("nonsense", "nonsense")]
    public async Task What_must_not_be_reached_is_refused_at_once(string url, string error)
    {
        await using var far = new FarSide();
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(Service("hook", "webhook", "", ("url", $"\"{url}\"")), "hook", "hook"));
        var number = await desk.Open();
        await desk.CallOut();
        (await Incident(desk, number)).Error.Should().Contain(error);
        far.Arrived.Should().BeEmpty();
    }

    [Fact]
    public async Task Https_holds_the_far_side_to_a_certificate_that_is_trusted()
    {
        await using var far = new FarSide(https: true);
        await using (var desk = await Desk(far))
        {
            await desk.Deploy(Xml(Webhook(far, "graballo:retries=\"0\""), "hook", "hook"));
            var number = await desk.Open();
            await desk.CallOut();
            (await Incident(desk, number)).Error.Should().Contain("certificate");
            far.Arrived.Should().BeEmpty();
        }
        var file = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(file, far.Pem, Ct);
        await using var trusting = await Desk(far, settings: new() { ["Web:CertificateAuthority"] = file });
        await trusting.Deploy(Xml(Webhook(far, ""), "hook", "hook"));
        await trusting.Open();
        await trusting.CallOut();
        far.Arrived.Should().ContainSingle();
        File.Delete(file);
    }

    [Fact]
    public async Task A_call_that_the_flow_no_longer_wants_is_not_made()
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("{}", 500) };
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(
            Webhook(far, "") + "<bpmn:boundaryEvent id=\"late\" attachedToRef=\"hook\"><bpmn:timerEventDefinition><bpmn:timeDuration>PT10S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
            + "<bpmn:userTask id=\"byHand\" name=\"A mano\"/><bpmn:endEvent id=\"other\"/>" + Path("late", "byHand", "other"), "hook", "hook"));
        var number = await desk.Open();
        await desk.CallOut();
        await desk.Pass(TimeSpan.FromMinutes(10));
        (await desk.CallOut()).Should().Be(0);
        far.Arrived.Should().ContainSingle();
        (await Waiting(desk, number)).Should().Be((null, "A mano"));
    }

    [Fact]
    public async Task An_endless_loop_of_services_is_an_incident_and_not_a_failure_of_the_verb()
    {
        await using var far = new FarSide();
        await using var desk = await Desk(far);
        await desk.Deploy(Xml(
            "<bpmn:exclusiveGateway id=\"again\" default=\"again-work\"/>" + Service("set", "property", "", ("subject", "\"Otro\"")) + Path("set", "again")
            + "<bpmn:sequenceFlow id=\"again-set\" sourceRef=\"again\" targetRef=\"set\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">true</bpmn:conditionExpression></bpmn:sequenceFlow>",
            "set", "again"));
        var number = await desk.Open();
        (await Incident(desk, number)).Error.Should().Contain("endless loop");
    }

    internal static Task<DeskHost> Desk(FarSide far, string provider = DeskHost.Sqlite, Dictionary<string, string?>? settings = null)
    {
        settings ??= [];
        settings["Web:SigningSecret"] = Secret;
        settings["Web:InsideHosts:0"] = $"localhost:{far.Port}";
        return DeskHost.Start(provider, settings);
    }

    internal static string Webhook(FarSide far, string attributes, params (string Name, string Source)[] inputs) =>
        Service("hook", "webhook", "graballo:resultVariable=\"answer\" " + attributes, [("url", $"\"{far.Url}\""), .. inputs]);

    internal static async Task<Incident> Incident(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        return await (from incident in db.Incidents join ticket in db.Tickets on incident.TicketId equals ticket.Id where ticket.Number == number && incident.ResolvedAt == null select incident).SingleAsync();
    }

    /// <summary>The element whose call is open, and the task that is open.</summary>
    internal static async Task<(string? Call, string? Task)> Waiting(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
        var ticket = await db.Tickets.SingleAsync(row => row.Number == number);
        return (
            await db.ServiceCalls.Where(row => row.TicketId == ticket.Id && row.NextAttemptAt != null).Select(row => row.ElementId).SingleOrDefaultAsync(),
            await db.HumanTasks.Where(row => row.TicketId == ticket.Id && row.Status == HumanTaskStatus.Open).Select(row => row.Name).SingleOrDefaultAsync());
    }

    internal static async Task<string> Variable(DeskHost desk, string number, string name)
    {
        await using var db = desk.Database();
        var state = await (from row in db.FlowInstances join ticket in db.Tickets on row.TicketId equals ticket.Id where ticket.Number == number select row.State).SingleAsync();
        return Graballo.Rules.Feel.FeelValue.Write(FlowState.FromJson(state).Variables[name]);
    }
}
