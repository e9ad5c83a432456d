using Graballo.Desk.Flows;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class DecisionTests
{
    private const string Assignment = "asignacion-de-tickets";
    private const string Owner = "ximena.cortes@cordillera.example";
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_table_with_a_hole_is_told_with_a_case_that_falls_into_it()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var xml = Table("FIRST", ("< 10", "\"low\""), ("> 10", "\"high\""));
        var found = await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Decision, xml), await desk.Who(Owner), Ct));
        found.CanDeploy.Should().BeTrue();
        found.Problems.Should().ContainSingle().Which.Should().Match<Problem>(problem => !problem.IsError && problem.Rule == "gap" && problem.Example == "age = 10");
    }

    [Fact]
    public async Task Rules_that_contradict_each_other_refuse_the_deployment()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who(Owner);
        var xml = Table("UNIQUE", ("<= 10", "\"low\""), (">= 10", "\"high\""));
        var found = await StoryTests.Ok(desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Decision, xml), owner, Ct));
        found.Problems.Should().Contain(problem => problem.IsError && problem.Rule == "overlap" && problem.Example == "age = 10");
        (await desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Decision, xml, null, null), owner, Ct)).Refusal!.Code.Should().Be("decision-broken");
    }

    [Fact]
    public async Task The_shipped_decisions_have_no_errors()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using var db = desk.Database();
        foreach (var stored in db.Definitions.Where(row => row.Kind == DefinitionKind.Decision).ToList())
        {
            var found = await desk.Get<CheckDefinitionHandler>().Handle(new CheckDefinition(DefinitionKind.Decision, stored.Xml), await desk.Who(Owner), Ct);
            found.Value!.Problems.Should().BeEmpty(stored.Key);
        }
    }

    [Fact]
    public async Task A_draft_tells_which_tickets_it_would_decide_otherwise()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who(Owner);
        var other = await desk.Open("portal-acceso");
        var invoice = await desk.Open();
        var deployed = await Read(desk, owner);
        (await Compare(desk, owner, deployed)).Should().BeEquivalentTo(new ComparedDecision(2, 0, [], []));

        // Invoices are forgotten: the front desk gets them.
        var draft = deployed.Replace("\"facturacion\"", "\"otra\"", StringComparison.Ordinal);
        var compared = await Compare(desk, owner, draft);
        (compared.Compared, compared.Otherwise).Should().Be((2, 1));
        var changed = compared.First.Should().ContainSingle().Subject;
        changed.Number.Should().Be(invoice).And.NotBe(other);
        changed.Should().BeEquivalentTo(new { Subject = "Factura con monto errado", Before = "group: facturacion", After = "group: mesa" });
    }

    [Fact]
    public async Task A_draft_of_the_ladder_is_tried_on_the_rungs_that_were_climbed()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who(Owner);
        var number = await desk.Open();
        desk.Clock.Advance(TimeSpan.FromDays(3));
        await desk.Get<TimerSweep>().Sweep(Ct);
        var deployed = await Read(desk, owner, "escalamiento-de-plazos");
        (await Compare(desk, owner, deployed)).Should().BeEquivalentTo(new { Compared = 1, Otherwise = 0 });
        var compared = await Compare(desk, owner, deployed.Replace("\"unitHead\"", "\"manager\"", StringComparison.Ordinal));
        compared.First.Should().Contain(row => row.Number == number && row.Before.Contains("unitHead") && row.After.Contains("manager"));
    }

    [Fact]
    public async Task Comparing_is_for_those_who_see_the_design_and_says_what_it_cannot_know()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who(Owner);
        var compare = desk.Get<CompareDecisionHandler>();
        (await compare.Handle(new CompareDecision(await Read(desk, owner)), await desk.Client(), Ct)).Refusal.Should().Be(Refusal.Forbidden);
        (await compare.Handle(new CompareDecision("<a/>"), owner, Ct)).Refusal!.Code.Should().Be("decision-broken");
        var unknown = await compare.Handle(new CompareDecision(Table("FIRST", ("-", "1"))), owner, Ct);
        unknown.Value.Should().BeEquivalentTo(new ComparedDecision(0, 0, [], ["age"]));
        using var left = new CancellationTokenSource();
        left.Cancel();
        var leaving = async () => await compare.Handle(new CompareDecision(await Read(desk, owner)), owner, left.Token);
        await leaving.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_member_who_masters_the_area_of_the_topic_gets_the_ticket_and_it_says_so()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var first = await desk.Ticket(await desk.Open());
        await using (var db = desk.Database())
        {
            var members = await db.GroupMembers.Where(row => row.GroupId == first.GroupId).Select(row => row.AgentId).ToListAsync();
            await db.Agents.Where(row => members.Contains(row.Id) && row.Id != first.AssigneeId).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Skills, "cobranza"));
        }
        var second = await desk.Ticket(await desk.Open());
        second.AssigneeId.Should().Be(first.AssigneeId);
        first.Why.Should().NotContain("preferred");
        second.Why.Should().Contain("\"skill\":\"facturacion\",\"skillFit\":\"preferred\"");
    }

    private static async Task<ComparedDecision> Compare(DeskHost desk, Actor owner, string xml) =>
        await StoryTests.Ok(desk.Get<CompareDecisionHandler>().Handle(new CompareDecision(xml), owner, Ct));

    private static async Task<string> Read(DeskHost desk, Actor owner, string key = Assignment) =>
        (await StoryTests.Ok(desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Decision, key), owner, Ct))).Xml;

    private static string Table(string policy, params (string Age, string Result)[] rules) =>
        $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="edades" namespace="urn:m">
          <inputData id="a" name="age"><variable name="age" typeRef="number"/></inputData>
          <decision id="edad" name="Edad"><variable name="Edad"/>
            <informationRequirement><requiredInput href="#a"/></informationRequirement>
            <decisionTable hitPolicy="{policy}"><input label="age"><inputExpression typeRef="number"><text>age</text></inputExpression></input><output/>
            {string.Concat(rules.Select(rule => $"<rule><inputEntry><text>{System.Security.SecurityElement.Escape(rule.Age)}</text></inputEntry><outputEntry><text>{rule.Result}</text></outputEntry></rule>"))}
            </decisionTable>
          </decision>
        </definitions>
        """;

    [Fact]
    public async Task A_decision_of_the_desk_that_takes_more_than_it_may_stops_no_ticket()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var before = await desk.Open();
        await desk.Decide("Escalamiento de plazos", "escalation", "for i in 1..600000 return {rung: i, at: 1}", "ticket");
        await Task.Delay(1_100);
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        var after = await desk.Open();
        foreach (var number in new[] { before, after })
        {
            var responsible = await desk.Responsible(number);
            await StoryTests.Ok(desk.Get<Tickets.TicketDetailHandler>().Handle(new Tickets.TicketDetail(number), responsible, Ct));
            await StoryTests.Ok(desk.Get<ServiceLevels.ChangePriorityHandler>().Handle(new ServiceLevels.ChangePriority(number, Domain.Tickets.Priority.Urgent), responsible, Ct));
        }
        await desk.Pass(TimeSpan.FromDays(4));
        await using var db = desk.Database();
        (await db.TicketEvents.CountAsync(row => row.Type == Domain.Tickets.EventType.Breached)).Should().BeGreaterThanOrEqualTo(2);
    }
}
