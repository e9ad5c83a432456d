using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class DefinitionTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_new_version_takes_the_new_tickets_and_leaves_the_running_ones()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var before = await desk.Open();
        var flow = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), owner, Ct)).Value!;
        var changed = flow.Xml.Replace("Responder al cliente", "Contestar al cliente", StringComparison.Ordinal);
        var deployed = await StoryTests.Ok(desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Flow, changed, flow.Version, "Otra palabra"), owner, Ct));
        deployed.Should().Be(new DeployedDefinition("ticket-lifecycle", 2, 1));

        var after = await desk.Open();
        (await Task(desk, before)).Should().Be("Responder al cliente");
        (await Task(desk, after)).Should().Be("Contestar al cliente");
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(before, "Hola"), await desk.Responsible(before), Ct));
        (await Task(desk, before)).Should().Be("Prometer fecha de atención");
    }

    [Fact]
    public async Task A_change_on_top_of_an_old_version_is_refused()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var flow = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), owner, Ct)).Value!;
        var deploy = desk.Get<DeployDefinitionHandler>();
        await StoryTests.Ok(deploy.Handle(new DeployDefinition(DefinitionKind.Flow, flow.Xml.Replace("Responder", "Contestar", StringComparison.Ordinal), 1, null), owner, Ct));
        (await deploy.Handle(new DeployDefinition(DefinitionKind.Flow, flow.Xml.Replace("Responder", "Atender", StringComparison.Ordinal), 1, null), owner, Ct))
            .Refusal!.Code.Should().Be("definition-stale");
        (await deploy.Handle(new DeployDefinition(DefinitionKind.Flow, flow.Xml.Replace("Responder", "Contestar", StringComparison.Ordinal), 2, null), owner, Ct))
            .Refusal!.Code.Should().Be("definition-same");
    }

    [Fact]
    public async Task What_would_break_every_new_ticket_is_refused()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var deploy = desk.Get<DeployDefinitionHandler>();
        var rules = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Decision, "prioridad-de-tickets"), owner, Ct)).Value!;
        var renamed = rules.Xml.Replace("<decision id=\"priority\"", "<decision id=\"urgency\"", StringComparison.Ordinal);
        (await deploy.Handle(new DeployDefinition(DefinitionKind.Decision, renamed, null, null), owner, Ct)).Refusal!.Should().Match<Refusal>(
            refusal => refusal.Code == "decision-lost" && refusal.Text().Contains("priority"));

        var flow = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), owner, Ct)).Value!;
        var unknown = flow.Xml.Replace("serviceType=\"assign\"", "serviceType=\"rm-rf\"", StringComparison.Ordinal);
        var found = await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Flow, unknown), owner, Ct));
        found.CanDeploy.Should().BeFalse();
        found.Problems.Should().Contain(problem => problem.Rule == "SERVICE_TYPE" && problem.Line > 1);
    }

    [Fact]
    public async Task Names_that_the_desk_does_not_know_are_warnings_and_those_of_the_shipped_flows_are_known()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        foreach (var shipped in (await StoryTests.Ok(desk.Get<ListDefinitionsHandler>().Handle(new ListDefinitions(), owner, Ct))).Where(row => row.Kind == DefinitionKind.Flow))
        {
            var read = await StoryTests.Ok(desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, shipped.Key), owner, Ct));
            (await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Flow, read.Xml), owner, Ct))).Problems
                .Should().NotContain(problem => problem.Rule.EndsWith("_UNKNOWN", StringComparison.Ordinal), shipped.Key);
        }
        var xml = SmallFlow.Xml(
            $"""
             <bpmn:userTask id="a" name="A" graballo:candidateGroup="ventas" graballo:candidateUnit="=ticket.topic" graballo:calendar="nocturno"/>
             <bpmn:businessRuleTask id="b" name="B" graballo:decisionRef="descuento"/>
             <bpmn:callActivity id="c" name="C" calledElement="closure-and-survey"/>
             <bpmn:callActivity id="e" name="E" calledElement="otro"/>
             {SmallFlow.Path("a", "b", "c", "e")}
             """, "a", "e");
        var found = await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Flow, xml), owner, Ct));
        found.Problems.Where(problem => problem.IsError).Should().BeEmpty();
        found.Problems.Where(problem => problem.Rule.EndsWith("_UNKNOWN", StringComparison.Ordinal)).Select(problem => (problem.Rule, problem.ElementId, problem.Args.Single())).Should().BeEquivalentTo(
            [("GROUP_UNKNOWN", "a", (object)"ventas"), ("CALENDAR_UNKNOWN", "a", "nocturno"), ("DECISION_UNKNOWN", "b", "descuento"), ("FLOW_UNKNOWN", "e", "otro")]);
    }

    [Theory]
    [InlineData(DefinitionKind.Flow, "not xml at all")]
    [InlineData(DefinitionKind.Flow, "<a/>")]
    [InlineData(DefinitionKind.Flow, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData(DefinitionKind.Decision, "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"><decision")]
    [InlineData(DefinitionKind.Decision, "")]
    public async Task Broken_files_are_refused_with_a_problem_that_says_where(DefinitionKind kind, string xml)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var found = await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(kind, xml), owner, Ct));
        found.Problems.Should().Contain(problem => problem.IsError && problem.Message.Length > 10);
        (await desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(kind, xml, null, null), owner, Ct)).Ok.Should().BeFalse();
    }

    [Fact]
    public async Task A_decision_that_fails_is_an_incident_and_the_front_desk_still_answers_for_the_ticket()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var flow = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), owner, Ct)).Value!;
        var broken = flow.Xml.Replace("graballo:decisionRef=\"assignment\"", "graballo:decisionRef=\"no-such-decision\"", StringComparison.Ordinal);
        await StoryTests.Ok(desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Flow, broken, 1, null), owner, Ct));
        var number = await desk.Open();
        var ticket = await desk.Ticket(number);
        ticket.AssigneeId.Should().NotBe(Guid.Empty);
        await using var db = desk.Database();
        (await db.Incidents.CountAsync(row => row.TicketId == ticket.Id && row.ResolvedAt == null)).Should().Be(1);
        (await db.SlaClocks.CountAsync(row => row.TicketId == ticket.Id && row.DueAt != null)).Should().Be(2, "it is watched all the same");
        (await db.Outbox.CountAsync(row => row.TicketId == ticket.Id && row.Key.EndsWith(":incident"))).Should().Be(1);
    }

    private static async Task<string> Task(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        return await (from task in db.HumanTasks
                      join ticket in db.Tickets on task.TicketId equals ticket.Id
                      where ticket.Number == number && task.Status == HumanTaskStatus.Open
                      select task.Name).SingleAsync();
    }
}
