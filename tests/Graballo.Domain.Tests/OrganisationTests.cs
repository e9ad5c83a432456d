using CsCheck;
using Graballo.Domain.Organisation;

namespace Graballo.Domain.Tests;

public sealed class OrganisationTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 7, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_sequence_of_moves_makes_a_circle_a_second_top_or_a_fifth_level() => Gen.Select(Gen.Int[0, 11], Gen.Int[0, 11]).Array[60].Sample(moves =>
    {
        var units = Enumerable.Range(0, 12).Select(i => new Unit { Id = Id(i), ParentId = i == 0 ? null : Id(0), Level = i == 0 ? 1 : 2, Code = "u" + i, Name = "U" + i }).ToList();
        foreach (var (from, to) in moves)
        {
            if (UnitTree.Move(units, Id(from), Id(to)) is not { } levels)
                continue;
            units[from].ParentId = Id(to);
            foreach (var (id, level) in levels)
                units.Single(unit => unit.Id == id).Level = level;
        }
        return units.Count(unit => unit.ParentId is null) == 1 && units.TrueForAll(unit => unit.Level == Depth(units, unit) && unit.Level <= Unit.DeepestLevel);
    });

    [Fact]
    public void A_branch_moves_with_everything_under_it()
    {
        Unit[] units = [One(0, null, 1), One(1, 0, 2), One(2, 1, 3), One(3, 0, 2), One(4, 3, 3)];
        UnitTree.Move(units, Id(1), Id(3)).Should().BeEquivalentTo(new Dictionary<Guid, int> { [Id(1)] = 3, [Id(2)] = 4 });
        UnitTree.Move(units, Id(1), Id(4)).Should().BeNull("there would be a fifth level");
        UnitTree.Move(units, Id(1), Id(2)).Should().BeNull("it would hang under itself");
        UnitTree.Move(units, Id(0), Id(3)).Should().BeNull("the top stays the top");
    }

    [Fact]
    public void While_the_head_is_absent_cover_delegate_deputy_and_the_unit_above_answer_in_this_order()
    {
        var (head, cover, acting, deputy, above) = (Id(10), Id(11), Id(12), Id(13), Id(14));
        var top = One(0, null, 1);
        var unit = One(1, 0, 2);
        (top.HeadId, unit.HeadId, unit.DeputyId) = (above, head, deputy);
        Standing With(bool covered, bool delegated, params Guid[] absent) => new(
            new[] { head, cover, acting, deputy, above }.ToDictionary(id => id, Person), new[] { top, unit }.ToDictionary(row => row.Id),
            absent.ToDictionary(id => id, id => new Absence { AgentId = id, CoverId = covered && id == head ? cover : null, RecordedBy = "" }),
            delegated ? new Dictionary<Guid, Delegation> { [head] = new() { FromId = head, ToId = acting, RecordedBy = "" } } : []);
        With(true, true).HeadOf(unit.Id)!.Id.Should().Be(head);
        With(true, true, head).HeadOf(unit.Id)!.Id.Should().Be(cover);
        With(false, true, head).HeadOf(unit.Id)!.Id.Should().Be(acting);
        With(false, false, head).HeadOf(unit.Id)!.Id.Should().Be(deputy);
        With(true, false, head, cover).HeadOf(unit.Id)!.Id.Should().Be(deputy);
        With(false, false, head, deputy).HeadOf(unit.Id)!.Id.Should().Be(above);
        With(false, false).HeadOf(unit.Id, highest: 1)!.Id.Should().Be(above);
        With(false, false, head, deputy, above).LeaderOf(new Group { UnitId = unit.Id, Code = "g", Name = "G" })!.Id.Should().Be(head, "somebody must answer");
    }

    [Fact]
    public void Covers_of_covers_are_followed_and_circles_end()
    {
        var people = Enumerable.Range(0, 4).Select(Id).ToDictionary(id => id, Person);
        Standing With(params (int Absent, int? Cover)[] rows) => new(
            people, new Dictionary<Guid, Unit>(),
            rows.ToDictionary(row => Id(row.Absent), row => new Absence { AgentId = Id(row.Absent), CoverId = row.Cover is { } by ? Id(by) : null, RecordedBy = "" }),
            new Dictionary<Guid, Delegation>());
        With((0, 1), (1, 2)).InPlaceOf(Id(0))!.Id.Should().Be(Id(2));
        With((0, 1), (1, 0)).InPlaceOf(Id(0)).Should().BeNull();
        With((0, null)).InPlaceOf(Id(0)).Should().BeNull();
        With().InPlaceOf(null).Should().BeNull();
    }

    [Theory]
    [InlineData("soporte 5, despacho", "soporte", 5)]
    [InlineData("soporte 5, despacho", "Despacho", Skills.Usual)]
    [InlineData("nota de crédito 2", "nota de crédito", 2)]
    [InlineData("soporte 5", "sop", 0)]
    [InlineData("", "soporte", 0)]
    public void Skills_are_read_with_their_levels(string skills, string subject, int level) => Skills.LevelOf(skills, subject).Should().Be(level);

    [Theory]
    [InlineData("soporte 5, despacho", true)]
    [InlineData("", true)]
    [InlineData("soporte 6", false)]
    [InlineData("soporte 0", false)]
    [InlineData("soporte 2, SOPORTE", false)]
    public void A_skill_has_a_level_of_one_to_five_and_is_named_once(string skills, bool right) => Skills.AreRight(skills).Should().Be(right);

    [Fact]
    public void An_absence_holds_from_its_beginning_until_the_moment_of_being_back()
    {
        var absence = new Absence { From = Now, Until = Now.AddDays(1), RecordedBy = "" };
        (absence.Holds(Now), absence.Holds(Now.AddDays(1)), absence.Holds(Now.AddSeconds(-1))).Should().Be((true, false, false));
        absence.CancelledAt = Now;
        absence.Holds(Now).Should().BeFalse();
    }

    private static int Depth(List<Unit> units, Unit unit) => unit.ParentId is { } parent ? 1 + Depth(units, units.Single(row => row.Id == parent)) : 1;

    private static Guid Id(int i) => new(i + 1, 0, 0, new byte[8]);

    private static Unit One(int i, int? parent, int level) => new() { Id = Id(i), ParentId = parent is { } under ? Id(under) : null, Level = level, Code = "u" + i, Name = "U" + i };

    private static Agent Person(Guid id) => new() { Id = id, Code = "a", Name = "A", Email = "a@example" };
}
