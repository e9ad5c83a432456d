using Graballo.Rules.Feel;

namespace Graballo.Workflows.Tests;

public class ShippedFlowTests
{
    private static readonly Flow Lifecycle = Player.Compile(Folders.Definition("ticket-lifecycle"));
    private static readonly Flow Closure = Player.Compile(Folders.Definition("closure-and-survey")).WithVersion(3);
    private static readonly Flow Information = Player.Compile(Folders.Definition("information-request"));
    private static readonly Flow Handoff = Player.Compile(Folders.Definition("backoffice-handoff"));

    private static readonly FlowServices Services = new(
        Decide,
        (calendar, from, span) => calendar is "ticket" or "unit" ? from + (span * 3) : throw new InvalidOperationException(calendar),
        (key, version) => key == "closure-and-survey" && version is null or 3 ? Closure : null);

    [Theory]
    [InlineData("ticket-lifecycle")]
    [InlineData("closure-and-survey")]
    [InlineData("information-request")]
    [InlineData("backoffice-handoff")]
    public void A_shipped_flow_has_no_finding_and_round_trips(string name)
    {
        var xml = Folders.Definition(name);
        var reading = Flow.Compile(xml);

        reading.Findings.Should().BeEmpty();
        reading.Flow!.ProcessId.Should().Be(name);
        Flow.Compile(reading.Flow.Document.ToXml()).Findings.Should().BeEmpty();
    }

    [Fact]
    public void A_ticket_goes_through_the_six_moments_of_truth()
    {
        var play = Opened(Lifecycle);
        Resolve(play);
        play.Message("awaitConfirmation", new Dictionary<string, object?> { ["accepted"] = true })
            .Answer("survey", new Dictionary<string, object?> { ["score"] = 5 });

        play.State.Status.Should().Be(FlowStatus.Completed);
        play.State.Variables["accepted"].Should().Be(true);
        FeelValue.Display(play.State.Variables["score"]).Should().Be("5");
        play.All.OfType<StageEntered>().Select(stage => stage.Stage)
            .Should().Equal("contact", "information", "communication", "transaction", "service", "satisfaction");
        play.All.OfType<StageLeft>().Should().HaveCount(6);
        play.All.OfType<ServiceCalled>().Select(call => call.ServiceType)
            .Should().Equal("notify", "assign", "service-level", "notify", "notify", "survey");
        play.All.OfType<DecisionTaken>().Select(decision => decision.DecisionRef).Should().Equal("priority", "serviceLevel", "assignment");
        play.Incidents.Should().BeEmpty();
        play.State.Waits.Should().BeEmpty();
    }

    [Fact]
    public void The_task_says_who_and_until_when()
    {
        var play = Opened(Lifecycle);

        var task = play.Effect<TaskOpened>();
        task.Should().BeEquivalentTo(new { ElementId = "respond", Name = "Responder al cliente", Form = "respond", Assignee = "ana", CandidateGroup = "soporte" });
        task.DueAt.Should().Be(play.Now.AddHours(12));
        play.Effect<TimerSet>().DueAt.Should().Be(play.Now.AddHours(6));
    }

    [Fact]
    public void Half_of_the_response_time_reminds_once_and_leaves_the_task_open()
    {
        var play = Opened(Lifecycle);
        play.Due("respondHalfTime").Waits("task", "respond").Should().BeTrue();
        play.Waits("timer", "respondHalfTime").Should().BeFalse();
        play.Effect<ServiceCalled>().Inputs["template"].Should().Be("first-response-reminder");
        play.Answer("remindResponse").Complete("respond").Waits("task", "promise").Should().BeTrue();
    }

    [Fact]
    public void A_client_who_does_not_accept_gets_service_again()
    {
        var play = Opened(Lifecycle);
        Resolve(play);
        play.Message("awaitConfirmation", new Dictionary<string, object?> { ["accepted"] = false, ["reason"] = "sigue igual" });

        play.Waits("task", "resolve").Should().BeTrue();
        play.State.Variables["reason"].Should().Be("sigue igual");
        play.All.OfType<StageEntered>().Last().Stage.Should().Be("service");
    }

    [Fact]
    public void Silence_of_three_working_days_accepts()
    {
        var play = Opened(Lifecycle);
        Resolve(play);
        play.Effect<MessageAwaited>().CorrelationKey.Should().Be("t-1");
        play.Due("silence").Answer("survey");

        play.State.Status.Should().Be(FlowStatus.Completed);
        play.All.OfType<MessageReleased>().Should().ContainSingle();
    }

    [Fact]
    public void The_called_flow_stays_in_the_version_it_was_called_in()
    {
        var play = Opened(Lifecycle);
        Resolve(play);
        play.Services = Services with { FindFlow = (_, version) => version == 3 ? Closure : throw new InvalidOperationException("another version") };
        play.Message("awaitConfirmation", new Dictionary<string, object?> { ["accepted"] = true }).Answer("survey");
        play.State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_question_is_promised_by_its_service_level()
    {
        var play = Opened(Information);
        play.Complete("respond").Answer("promiseByDefault", new Dictionary<string, object?> { ["promisedAt"] = "2026-03-05T12:00:00Z" });

        play.Waits("task", "resolve").Should().BeTrue();
        play.Effect<TaskOpened>().DueAt.Should().Be(new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_handoff_late_in_its_unit_tells_the_head_and_is_answered_still()
    {
        var handoff = new Dictionary<string, object?> { ["id"] = "h-1", ["unit"] = "redes", ["ola"] = "PT9H", ["request"] = "revisar" };
        var play = new Player(Handoff, new Dictionary<string, object?> { ["handoff"] = handoff }, Services);
        play.Effect<TaskOpened>().CandidateUnit.Should().Be("redes");
        play.Due("olaBreached").Answer("tellUnitHead").Complete("attend", new Dictionary<string, object?> { ["answer"] = "listo" });
        play.Effect<ServiceCalled>().ServiceType.Should().Be("handoff-answered");
        play.Effect<ServiceCalled>().Inputs["answer"].Should().Be("listo");
        play.Answer("answer").State.Status.Should().Be(FlowStatus.Completed);
    }

    private static DecisionOutcome Decide(string reference, FeelContext inputs) => reference switch
    {
        "priority" => new DecisionOutcome("alta", "regla 1"),
        "serviceLevel" => new DecisionOutcome(FeelValue.From(new Dictionary<string, object?> { ["firstResponse"] = "PT4H" }), "regla 2"),
        "assignment" => new DecisionOutcome(FeelValue.From(new Dictionary<string, object?> { ["group"] = "soporte", ["strategy"] = "turno" }), "regla 3"),
        _ => throw new InvalidOperationException(reference),
    };

    private static Player Opened(Flow flow)
    {
        var ticket = new Dictionary<string, object?> { ["id"] = "t-1", ["number"] = "100014", ["topic"] = "internet" };
        var play = new Player(flow, new Dictionary<string, object?> { ["ticket"] = ticket, ["contact"] = "c-1", ["client"] = "k-1" }, Services);
        return play.Answer("acknowledge").Answer("assign", new Dictionary<string, object?> { ["assignee"] = "ana" }).Answer("commit");
    }

    private static void Resolve(Player play) =>
        play.Complete("respond")
            .Complete("promise", new Dictionary<string, object?> { ["promisedAt"] = "2026-03-04T12:00:00Z" })
            .Answer("tellPromise")
            .Complete("resolve", new Dictionary<string, object?> { ["resolution"] = "cambiado" })
            .Answer("tellResolved");
}
