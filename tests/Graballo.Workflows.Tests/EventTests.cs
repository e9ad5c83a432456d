using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class EventTests
{
    private const string Error = "<bpmn:error id=\"e\" errorCode=\"E1\"/>";
    private const string Signal = "<bpmn:signal id=\"s\" name=\"storm\"/>";

    [Fact]
    public void An_interrupting_timer_ends_the_task_and_the_task_ends_the_timer()
    {
        var flow = Player.Compile(Process(
            Start() + User("work") + Boundary("late", "work", Timer("PT1H")) + User("escalate") + End()
            + Path("start", "work", "end") + Path("late", "escalate", "end")));
        var play = new Player(flow).Due("late");
        play.Waits("task", "escalate").Should().BeTrue();
        play.Effect<TaskClosed>().Reason.Should().Be(TaskCloseReason.Cancelled);
        var other = new Player(flow).Complete("work");
        other.State.Status.Should().Be(FlowStatus.Completed);
        other.All.OfType<TimerCleared>().Should().ContainSingle();
    }

    [Fact]
    public void A_cycle_counts_from_when_it_was_due_and_stops_after_its_repetitions()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + Boundary("tick", "work", Timer("R2/PT1H", "timeCycle"), interrupting: false) + "<bpmn:task id=\"t\"/>" + End()
            + Path("start", "work", "end") + Path("tick", "t", "end"))));
        var start = play.Now;
        play.Now = start.AddMinutes(95);
        play.Due("tick");
        play.Effect<TimerSet>().DueAt.Should().Be(start.AddHours(2));
        play.Due("tick").Waits("timer", "tick").Should().BeFalse();
        play.Entered.Count(id => id == "t").Should().Be(2);
    }

    [Fact]
    public void Working_time_is_counted_anew_from_its_beginning_and_all_else_stays()
    {
        var hours = 1;
        var services = FlowServices.None with { AddBusinessTime = (_, from, span) => from + (span * hours) };
        var named = Timer("PT2H", "timeDuration").Replace("<bpmn:timerEventDefinition", "<bpmn:timerEventDefinition graballo:calendar=\"ticket\"", StringComparison.Ordinal);
        var flow = Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"work\" graballo:due=\"PT3H\" graballo:calendar=\"unit\"/>"
            + Boundary("counted", "work", named, interrupting: false) + Boundary("plain", "work", Timer("PT5H", "timeDuration"), interrupting: false) + End()
            + Path("start", "work", "end") + Path("counted", "end") + Path("plain", "end")));
        var play = new Player(flow, null, services);
        play.All.OfType<TaskOpened>().Single().Should().Match<TaskOpened>(task => task.DueAt == play.Now.AddHours(3) && task.Calendar == "unit");

        hours = 4;
        var anew = FlowEngine.Recount(flow, FlowState.FromJson(play.State.ToJson()), services, play.Now.AddHours(1));
        anew.Effects.OfType<TimerSet>().Should().ContainSingle().Which.Should().Match<TimerSet>(set => set.ElementId == "counted" && set.DueAt == play.Now.AddHours(8) && set.Calendar == "ticket");
        anew.Effects.OfType<TaskDue>().Should().ContainSingle().Which.DueAt.Should().Be(play.Now.AddHours(12));
        anew.State.Waits.Single(wait => wait.ElementId == "plain").DueAt.Should().Be(play.Now.AddHours(5));
        FlowEngine.Retell(flow, anew.State, services, play.Now.AddHours(9)).OfType<TaskOpened>().Single().DueAt.Should().Be(play.Now.AddHours(12));
    }

    [Fact]
    public void A_state_of_an_earlier_release_knows_no_working_time_and_keeps_its_moments()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:intermediateCatchEvent id=\"t\">" + Timer("PT2H", "timeDuration") + "</bpmn:intermediateCatchEvent>" + End() + Path("start", "t", "end")));
        var play = new Player(flow);
        FlowEngine.Recount(flow, FlowState.FromJson(play.State.ToJson()), FlowServices.None, play.Now).Effects.Should().BeEmpty();
    }

    [Theory]
    [InlineData("PT90M", "timeDuration", 90)]
    [InlineData("=duration(\"PT1H\") * 2", "timeDuration", 120)]
    [InlineData("2026-03-02T13:00:00Z", "timeDate", 60)]
    [InlineData("2026-03-02T10:00:00-03:00", "timeDate", 60)]
    [InlineData("=now() + duration(\"PT5M\")", "timeDate", 5)]
    [InlineData("=when", "timeDate", 30)]
    [InlineData("P1DT2H3M", "timeDuration", 1563)]
    [InlineData("P1M", "timeDuration", 44640)]
    [InlineData("P1W", "timeDuration", 10080)]
    public void A_timer_is_a_date_or_duration_in_iso_or_feel(string text, string form, int minutes)
    {
        var play = new Player(
            Player.Compile(Process(Start() + "<bpmn:intermediateCatchEvent id=\"t\">" + Timer(text, form) + "</bpmn:intermediateCatchEvent>" + End() + Path("start", "t", "end"))),
            new Dictionary<string, object?> { ["when"] = "2026-03-02T12:30:00Z" });
        play.Incidents.Should().BeEmpty();
        play.Effect<TimerSet>().DueAt.Should().Be(play.Now.AddMinutes(minutes));
        play.Due("t").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_timer_whose_expression_gives_nothing_is_an_incident_and_can_be_retried()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:intermediateCatchEvent id=\"t\">" + Timer("=when", "timeDate") + "</bpmn:intermediateCatchEvent>" + End() + Path("start", "t", "end"))));
        play.Incidents.Should().ContainSingle();
        play.Send(new VariablesChanged(FeelContext.Empty.With("when", "2026-03-03T00:00:00Z"))).Retry().Waits("timer", "t").Should().BeTrue();
    }

    [Fact]
    public void The_boundary_of_the_error_code_goes_before_the_one_of_any_error()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:serviceTask id=\"call\" graballo:serviceType=\"lookup\"/>"
            + Boundary("any", "call", "<bpmn:errorEventDefinition/>") + Boundary("one", "call", "<bpmn:errorEventDefinition errorRef=\"e\"/>")
            + User("a") + User("b") + End() + Path("start", "call", "end") + Path("any", "a", "end") + Path("one", "b", "end"), before: Error));
        new Player(flow).Fail("call", "down", "E1").Waits("task", "b").Should().BeTrue();
        new Player(flow).Fail("call", "down", "E2").Waits("task", "a").Should().BeTrue();
    }

    [Fact]
    public void A_failure_without_code_is_an_incident_and_each_try_counts_up()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:serviceTask id=\"call\" graballo:serviceType=\"lookup\"/>" + End() + Path("start", "call", "end"))));
        var first = play.Effect<ServiceCalled>();
        play.Fail("call", "time-out").Retry();
        var second = play.Effect<ServiceCalled>();
        (first.Attempt, second.Attempt).Should().Be((1, 2));
        second.JobId.Should().NotBe(first.JobId);
        play.Send(new ServiceCompleted(first.JobId, FeelContext.Empty)).Last.Should().ContainSingle().Which.Should().BeOfType<TriggerIgnored>();
        play.Answer("call").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void An_error_code_of_a_service_that_nothing_catches_is_an_incident()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:serviceTask id=\"call\" graballo:serviceType=\"lookup\"/>" + End() + Path("start", "call", "end"))));
        play.Fail("call", "unknown client", "NO_CLIENT").Incidents.Should().Equal("unknown client");
        play.Retry().Answer("call").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_timer_without_time_at_an_event_sub_process_or_boundary_is_an_incident_there()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + End() + "<bpmn:subProcess id=\"esp\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"on\">" + Timer("=when") + "</bpmn:startEvent>" + End("e2") + Path("on", "e2") + "</bpmn:subProcess>"
            + Boundary("late", "work", Timer("=later")) + End("e3") + Path("late", "e3") + Path("start", "work", "end"))));
        play.Incidents.Should().HaveCount(2);
        play.Send(new VariablesChanged(Player.Context(new Dictionary<string, object?> { ["when"] = "PT1H", ["later"] = "PT2H" }))).Retry().Retry();
        play.State.Waits.Select(wait => wait.Kind + wait.ElementId).Should().BeEquivalentTo("timeron", "timerlate", "taskwork");
    }

    [Fact]
    public void An_error_that_nothing_catches_fails_the_flow_and_clears_all()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:parallelGateway id=\"fork\"/>" + User("a") + User("b") + "<bpmn:endEvent id=\"bad\"><bpmn:errorEventDefinition errorRef=\"e\"/></bpmn:endEvent>" + End()
            + Flow("start", "fork") + Flow("fork", "a") + Flow("fork", "b") + Flow("a", "bad") + Flow("b", "end"), before: Error))).Complete("a");
        play.State.Status.Should().Be(FlowStatus.Failed);
        play.State.Ending.Should().Be("E1");
        play.State.Waits.Should().BeEmpty();
        play.Effect<FlowEnded>().Status.Should().Be(FlowStatus.Failed);
    }

    [Fact]
    public void An_error_inside_a_sub_process_of_many_instances_ends_all_of_them()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:subProcess id=\"sub\"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type=\"bpmn:tFormalExpression\">3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
            + Start("s2") + User("u") + "<bpmn:endEvent id=\"bad\"><bpmn:errorEventDefinition errorRef=\"e\"/></bpmn:endEvent>" + Path("s2", "u", "bad") + "</bpmn:subProcess>"
            + Boundary("caught", "sub", "<bpmn:errorEventDefinition errorRef=\"e\"/>") + User("repair") + End() + Path("start", "sub", "end") + Path("caught", "repair", "end"), before: Error)));
        play.State.Waits.Count(wait => wait.Kind == "task").Should().Be(3);
        play.Complete("u").State.Tokens.Should().Equal("repair");
    }

    [Fact]
    public void A_signal_reaches_all_that_wait_and_one_beside_goes_on_waiting()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + Boundary("on", "work", "<bpmn:signalEventDefinition signalRef=\"s\"/>", interrupting: false) + "<bpmn:task id=\"t\"/>" + End()
            + Path("start", "work", "end") + Path("on", "t", "end"), before: Signal)));
        play.Send(new SignalArrived("storm", FeelContext.Empty)).Send(new SignalArrived("storm", FeelContext.Empty));
        play.Entered.Count(id => id == "t").Should().Be(2);
        play.Waits("signal", "on").Should().BeTrue();
        play.Complete("work").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_condition_fires_when_a_variable_makes_it_true()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:intermediateCatchEvent id=\"c\"><bpmn:conditionalEventDefinition><bpmn:condition xsi:type=\"bpmn:tFormalExpression\">stock &lt; 5</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>" + End()
            + Path("start", "c", "end"))), new Dictionary<string, object?> { ["stock"] = 9 });
        play.State.Status.Should().Be(FlowStatus.Active);
        play.Send(new VariablesChanged(Player.Context(new Dictionary<string, object?> { ["stock"] = 4 }))).State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_link_goes_on_at_its_other_half()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:intermediateThrowEvent id=\"out\"><bpmn:linkEventDefinition name=\"L\"/></bpmn:intermediateThrowEvent>"
            + "<bpmn:intermediateCatchEvent id=\"in\"><bpmn:linkEventDefinition name=\"L\"/></bpmn:intermediateCatchEvent>" + User("u") + End()
            + Flow("start", "out") + Path("in", "u", "end"))));
        play.Waits("task", "u").Should().BeTrue();
    }

    [Fact]
    public void Terminate_ends_everything_of_its_level()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:subProcess id=\"sub\">" + Start("s2") + "<bpmn:parallelGateway id=\"fork\"/>" + User("a") + User("b")
            + "<bpmn:endEvent id=\"stop\"><bpmn:terminateEventDefinition/></bpmn:endEvent>" + End("e2")
            + Flow("s2", "fork") + Flow("fork", "a") + Flow("fork", "b") + Flow("a", "stop") + Flow("b", "e2") + "</bpmn:subProcess>" + User("after") + End()
            + Path("start", "sub", "after", "end")))).Complete("a");
        play.State.Tokens.Should().Equal("after");
        play.Complete("after").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void Cancelling_from_outside_closes_everything_that_waits()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + Boundary("late", "work", Timer("PT1H")) + End() + End("e2") + Path("start", "work", "end") + Path("late", "e2"))))
            .Send(new CancelFlow("duplicado"));
        play.State.Status.Should().Be(FlowStatus.Terminated);
        play.State.Ending.Should().Be("duplicado");
        play.Last.Select(effect => effect.GetType()).Should().Contain([typeof(TaskClosed), typeof(TimerCleared), typeof(FlowEnded)]);
        play.Send(new TimerDue("t9")).Last.Should().ContainSingle().Which.Should().BeOfType<TriggerIgnored>();
    }

    [Fact]
    public void A_message_start_event_starts_with_what_the_message_brought()
    {
        var flow = Player.Compile(Process(
            "<bpmn:startEvent id=\"came\"><bpmn:messageEventDefinition messageRef=\"m\"><bpmn:operationRef>o</bpmn:operationRef></bpmn:messageEventDefinition></bpmn:startEvent>" + User("u") + End() + Path("came", "u", "end"),
            before: "<bpmn:message id=\"m\" name=\"order\"/><bpmn:interface id=\"i\" name=\"i\"><bpmn:operation id=\"o\" name=\"o\"><bpmn:inMessageRef>m</bpmn:inMessageRef></bpmn:operation></bpmn:interface>"));
        flow.StartTriggers.Should().ContainSingle().Which.Should().Be(new FlowStartTrigger("p", "came", "message", "order"));
        new Player(flow, new Dictionary<string, object?> { ["order"] = 1 }, startAt: "came").Waits("task", "u").Should().BeTrue();
    }

    [Fact]
    public void A_boundary_event_beside_its_activity_that_wants_two_signals_fires_each_time_both_have_come()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + "<bpmn:boundaryEvent id=\"on\" attachedToRef=\"work\" cancelActivity=\"false\" parallelMultiple=\"true\">"
            + "<bpmn:signalEventDefinition signalRef=\"a\"/><bpmn:signalEventDefinition signalRef=\"b\"/></bpmn:boundaryEvent>" + User("t") + End() + End("end2")
            + Path("start", "work", "end") + Path("on", "t", "end2"), before: "<bpmn:signal id=\"a\" name=\"a\"/><bpmn:signal id=\"b\" name=\"b\"/>")));
        FlowTrigger Signal(string name) => new SignalArrived(name, Rules.Feel.FeelContext.Empty);
        play.Send(Signal("a")).Send(Signal("a")).Waits("task", "t").Should().BeFalse();
        play.Send(Signal("b")).Waits("task", "t").Should().BeTrue();
        play.Send(Signal("b")).Send(Signal("a"));
        play.All.OfType<TaskOpened>().Count(task => task.ElementId == "t").Should().Be(2);
        play.Waits("task", "work").Should().BeTrue();
    }

    [Fact]
    public void What_came_and_cannot_be_acted_on_is_an_incident_that_waits_again_when_retried()
    {
        const string Signals = "<bpmn:signal id=\"s\" name=\"s\"/>";
        const string Waits = "<bpmn:signalEventDefinition signalRef=\"s\"/>";
        var flows = new (string Element, string Xml)[]
        {
            ("c", Start() + $"<bpmn:intermediateCatchEvent id=\"c\">{Waits}</bpmn:intermediateCatchEvent>" + End() + Path("start", "c", "end")),
            ("on", Start() + User("work") + Boundary("on", "work", Waits) + End() + End("end2") + Path("start", "work", "end") + Flow("on", "end2")),
            ("s1", Start() + User("work") + End() + Path("start", "work", "end")
                + $"<bpmn:subProcess id=\"sub\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"s1\">{Waits}</bpmn:startEvent>" + End("e1") + Flow("s1", "e1") + "</bpmn:subProcess>"),
        };
        foreach (var (element, xml) in flows)
        {
            var play = new Player(Player.Compile(Process(xml, before: Signals)));
            var wait = play.State.Waits.Single(each => each.Kind == "signal");
            play.Send(new WaitFailed(wait.Id, "echo")).Incidents.Should().Equal("echo");
            play.Retry();
            play.State.Waits.Where(each => each.Kind == "signal").Should().ContainSingle().Which.ElementId.Should().Be(element);
            play.Send(new SignalArrived("s", Rules.Feel.FeelContext.Empty)).State.Status.Should().Be(FlowStatus.Completed);
        }
    }

    [Theory]
    [InlineData("2026-12-01", "2026-12-01T03:00:00Z")]
    [InlineData("2026-12-01T09:30:00", "2026-12-01T12:30:00Z")]
    [InlineData("2026-12-01T09:30:00Z", "2026-12-01T09:30:00Z")]
    [InlineData("2026-12-01T09:30:00-05:00", "2026-12-01T14:30:00Z")]
    [InlineData("2026-12-01T09:30:00@Europe/Madrid", "2026-12-01T08:30:00Z")]
    [InlineData("2027-04-03T23:30:00@America/Santiago", "2027-04-04T02:30:00Z")]
    public void A_date_without_a_zone_is_in_the_zone_of_the_desk(string date, string due)
    {
        var services = FlowServices.None with { Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago") };
        var play = new Player(Player.Compile(Process(
            Start() + $"<bpmn:intermediateCatchEvent id=\"t\">{Timer(date, "timeDate")}</bpmn:intermediateCatchEvent>" + End() + Path("start", "t", "end"))), services: services);
        play.Effect<TimerSet>().DueAt.Should().Be(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_message_that_nothing_could_find_is_an_incident()
    {
        const string Wanted = "<bpmn:messageEventDefinition messageRef=\"m\" graballo:correlationKey=\"=order.number\"/>";
        foreach (var kind in new[] { "intermediateCatchEvent", "intermediateThrowEvent" })
        {
            var play = new Player(Player.Compile(Process(
                Start() + $"<bpmn:{kind} id=\"e\">{Wanted}</bpmn:{kind}>" + End() + Path("start", "e", "end"), before: "<bpmn:message id=\"m\" name=\"m\"/>")));
            play.Incidents.Should().Equal("The correlation key has no value.");
            play.Send(new VariablesChanged(Player.Context(new Dictionary<string, object?> { ["order"] = new Dictionary<string, object?> { ["number"] = 7 } }))).Retry();
            (play.State.Status == FlowStatus.Completed || play.Effect<MessageAwaited>().CorrelationKey == "7").Should().BeTrue();
        }
    }
}
