using CsCheck;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;

namespace Graballo.Domain.Tests;

public sealed class AssignmentTests
{
    [Fact]
    public void Round_robin_differs_by_at_most_one()
    {
        var members = Enumerable.Range(0, 10).Select(i => One(i)).ToList();
        var given = new int[10];
        for (var turn = 1; turn <= 10_003; turn++)
        {
            var chosen = Assignment.Choose(AssignmentStrategy.Sequential, members)!.Chosen;
            var at = members.IndexOf(chosen);
            given[at]++;
            members[at] = chosen with { LastTurn = turn };
        }
        (given.Max() - given.Min()).Should().Be(1);
    }

    [Fact]
    public void Whoever_is_absent_is_never_chosen_and_whoever_is_full_only_when_all_are() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 5], Gen.Long[0, 100])
            .Select((available, load, capacity, rank, turn) => (available, load, capacity, rank, turn)).Array[1, 12]
            .Select(Gen.Enum<AssignmentStrategy>()).Sample((rows, strategy) =>
            {
                var members = rows.Select((row, i) => One(i) with { IsAvailable = row.available, Load = row.load, Capacity = row.capacity, Rank = row.rank, LastTurn = row.turn }).ToList();
                var choice = Assignment.Choose(strategy, members);
                if (!members.Exists(member => member.IsAvailable))
                    return choice is null;
                return choice!.Chosen.IsAvailable && (choice.Chosen.HasRoom || !members.Exists(member => member is { IsAvailable: true, HasRoom: true }));
            });

    [Fact]
    public void The_designated_executive_comes_first_while_there_is_room()
    {
        var own = One(3) with { LastTurn = 99 };
        Assignment.Choose(AssignmentStrategy.Sequential, [One(1), own], "agent-3")!.Should().Match<Choice>(choice => choice.Kind == "client" && choice.Chosen == own);
        Assignment.Choose(AssignmentStrategy.Sequential, [One(1), own with { Load = 20 }], "agent-3")!.Chosen.Should().Be(One(1));
    }

    [Fact]
    public void Those_passed_over_are_named()
    {
        var choice = Assignment.Choose(AssignmentStrategy.Priority, [One(1) with { IsAvailable = false }, One(2) with { Load = 20 }, One(3) with { Rank = 9 }])!;
        choice.Chosen.Code.Should().Be("agent-3");
        choice.Passed.Should().Equal(new PassedOver("Agent 1", "absent"), new PassedOver("Agent 2", "full"));
    }

    [Theory]
    [InlineData(AssignmentStrategy.Sequential)]
    [InlineData(AssignmentStrategy.Priority)]
    public void Whoever_masters_the_skill_comes_first_while_there_is_room(AssignmentStrategy strategy)
    {
        var skilled = One(2) with { Skills = "despacho, Soporte", LastTurn = 9, Rank = 9 };
        Assignment.Choose(strategy, [One(1), skilled], skill: "soporte")!.Should().Match<Choice>(choice => choice.Chosen == skilled && choice.SkillFit == "preferred");
        Assignment.Choose(strategy, [One(1), skilled with { Load = 20 }], skill: "soporte")!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == "nobody");
        Assignment.Choose(strategy, [One(1), skilled], skill: "port")!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == "nobody");
        Assignment.Choose(strategy, [skilled], skill: "despacho")!.SkillFit.Should().BeNull();
        Assignment.Choose(strategy, [One(1), skilled])!.Should().Match<Choice>(choice => choice.Chosen == One(1) && choice.SkillFit == null);
    }

    private static Candidate One(int i) => new(new Guid(i, 0, 0, new byte[8]), "agent-" + i, "Agent " + i, true, 0, 20, 1, 0);
}
