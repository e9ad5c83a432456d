using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class ActivityTests
{
    private static string Formal(string name, string text) => $"<bpmn:{name} xsi:type=\"bpmn:tFormalExpression\">{text}</bpmn:{name}>";

    [Fact]
    public void A_parallel_multi_instance_does_a_task_for_each_item_and_gathers_the_answers_in_order()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"ask\" graballo:assignee=\"=who\"><bpmn:multiInstanceLoopCharacteristics graballo:collection=\"people\" graballo:item=\"who\" graballo:outputCollection=\"answers\" graballo:outputItem=\"answer\"/></bpmn:userTask>" + End()
            + Path("start", "ask", "end"))), new Dictionary<string, object?> { ["people"] = new[] { "ana", "eva", "luis" } });
        var tasks = play.All.OfType<TaskOpened>().ToList();
        tasks.Select(task => task.Assignee).Should().Equal("ana", "eva", "luis");
        foreach (var task in tasks.AsEnumerable().Reverse())
            play.Send(new TaskCompleted(task.TaskId, FeelContext.Empty.With("answer", "sí " + task.Assignee)));
        play.State.Status.Should().Be(FlowStatus.Completed);
        play.State.Variables["answers"].Should().BeOfType<FeelList>().Which.Should().Equal("sí ana", "sí eva", "sí luis");
    }

    [Fact]
    public void A_completion_condition_cancels_the_instances_left()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"vote\"><bpmn:multiInstanceLoopCharacteristics>" + Formal("loopCardinality", "5") + Formal("completionCondition", "numberOfCompletedInstances >= 2")
            + "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>" + End() + Path("start", "vote", "end"))));
        play.Complete("vote").Complete("vote").State.Status.Should().Be(FlowStatus.Completed);
        play.All.OfType<TaskClosed>().Count(closed => closed.Reason == TaskCloseReason.Cancelled).Should().Be(3);
    }

    [Fact]
    public void A_sequential_multi_instance_of_a_service_retries_only_what_failed()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:serviceTask id=\"call\" graballo:serviceType=\"lookup\"><bpmn:multiInstanceLoopCharacteristics isSequential=\"true\">" + Formal("loopCardinality", "2") + "</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>" + End()
            + Path("start", "call", "end"))));
        play.Answer("call").Fail("call", "down").Retry();
        play.Effect<ServiceCalled>().Attempt.Should().Be(2);
        play.Answer("call").State.Status.Should().Be(FlowStatus.Completed);
        play.All.OfType<ServiceCalled>().Should().HaveCount(3);
    }

    [Fact]
    public void A_boundary_event_interrupts_all_instances()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"ask\"><bpmn:multiInstanceLoopCharacteristics>" + Formal("loopCardinality", "3") + "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
            + Boundary("late", "ask", Timer("PT1H")) + User("instead") + End() + Path("start", "ask", "end") + Path("late", "instead", "end"))));
        play.All.OfType<TimerSet>().Should().ContainSingle();
        play.Due("late").State.Tokens.Should().Equal("instead");
        play.All.OfType<TaskClosed>().Should().HaveCount(3);
    }

    [Fact]
    public void No_item_means_no_instance()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"ask\"><bpmn:multiInstanceLoopCharacteristics graballo:collection=\"[]\"/></bpmn:userTask>" + End() + Path("start", "ask", "end"))));
        play.State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void An_endless_loop_becomes_an_incident_in_bounded_time()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:exclusiveGateway id=\"merge\"/><bpmn:task id=\"a\"/><bpmn:exclusiveGateway id=\"g\" default=\"g-merge\"/>" + End()
            + Path("start", "merge", "a", "g") + Flow("g", "merge") + Flow("g", "end", "done"))));
        play.Incidents.Should().ContainSingle().Which.Should().Contain("endless");
        play.Send(new VariablesChanged(FeelContext.Empty.With("done", true))).Retry().State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_decision_that_throws_is_an_incident_and_nothing_is_half_done()
    {
        var fail = true;
        var services = FlowServices.None with { Decide = (_, _) => fail ? throw new InvalidOperationException("two rules apply") : new DecisionOutcome("x", "why") };
        var play = new Player(
            Player.Compile(Process(Start() + "<bpmn:businessRuleTask id=\"r\" graballo:decisionRef=\"d\" graballo:resultVariable=\"v\"/>" + End() + Path("start", "r", "end"))), null, services);
        play.Incidents.Should().Equal("two rules apply");
        fail = false;
        play.Retry().State.Status.Should().Be(FlowStatus.Completed);
        play.State.Variables["v"].Should().Be("x");
        play.Effect<DecisionTaken>().Explanation.Should().Be("why");
    }

    [Fact]
    public void Results_go_through_the_output_mapping_when_there_is_one()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:userTask id=\"u\"><bpmn:extensionElements><graballo:mapping><graballo:input name=\"subject\" source=\"upper case(s)\"/><graballo:output name=\"total\" source=\"a + b\"/></graballo:mapping></bpmn:extensionElements></bpmn:userTask>" + User("v") + End()
            + Path("start", "u", "v", "end"))), new Dictionary<string, object?> { ["s"] = "hola" });
        play.Effect<TaskOpened>().Inputs["subject"].Should().Be("HOLA");
        play.Complete("u", new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 });
        FeelValue.Display(play.State.Variables["total"]).Should().Be("3");
        play.State.Variables.Contains("a").Should().BeFalse();
    }

    [Fact]
    public void A_sequential_ad_hoc_sub_process_does_one_after_the_other_until_its_condition_holds()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:adHocSubProcess id=\"adhoc\" ordering=\"Sequential\">" + User("a") + User("b") + User("c") + Formal("completionCondition", "done = true") + "</bpmn:adHocSubProcess>" + End()
            + Path("start", "adhoc", "end"))));
        play.State.Tokens.Should().Equal("adhoc", "a");
        play.Complete("a").State.Tokens.Should().Equal("adhoc", "b");
        play.Complete("b", new Dictionary<string, object?> { ["done"] = true }).State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_send_task_throws_its_message_with_key_and_content()
    {
        var play = new Player(
            Player.Compile(Process(
                Start() + "<bpmn:sendTask id=\"s\" messageRef=\"m\" graballo:correlationKey=\"order.id\"><bpmn:extensionElements><graballo:input name=\"amount\" source=\"order.total\"/></bpmn:extensionElements></bpmn:sendTask>" + End() + Path("start", "s", "end"),
                before: "<bpmn:message id=\"m\" name=\"invoice\"/>")),
            new Dictionary<string, object?> { ["order"] = new Dictionary<string, object?> { ["id"] = "o-1", ["total"] = 5 } });
        var thrown = play.Effect<MessageThrown>();
        (thrown.MessageName, thrown.CorrelationKey).Should().Be(("invoice", "o-1"));
        FeelValue.Display(thrown.Payload["amount"]).Should().Be("5");
    }

    [Fact]
    public void Quantities_beyond_reason_are_refused_and_tokens_are_bounded_at_any_rate()
    {
        string Many(string quantity) => Process(
            Start() + $"<bpmn:task id=\"t\" completionQuantity=\"{quantity}\"/><bpmn:exclusiveGateway id=\"g\" default=\"g-end\"/>" + End()
            + Path("start", "t", "g", "end") + Flow("g", "t", "true"));
        Workflows.Flow.Compile(Many("2147483647")).Findings.Should().Contain(finding => finding.Rule == "QUANTITY" && finding.Severity == FindingSeverity.Error);
        var play = new Player(Player.Compile(Many("1000")));
        play.Incidents.Should().Contain(error => error.Contains("10000"));
        play.State.Tokens.Count.Should().BeLessThanOrEqualTo(10_000);
    }
}
