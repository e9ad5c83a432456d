using Graballo.Designer.Pages.Portal;

namespace Graballo.Designer.Tests;

public sealed class PortalTests
{
    [Fact]
    public void One_person_s_open_pages_do_not_use_up_everybody_s_lines()
    {
        var lines = new PortalLines();
        var (one, other) = (Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        var taken = Enumerable.Range(0, PortalLines.MostOfOne).Select(_ => lines.Take(one)).ToList();
        taken.Should().NotContainNulls();
        lines.Take(one).Should().BeNull("a seventh page asks from time to time instead");
        lines.Take(other).Should().NotBeNull();
        taken[0]!.Dispose();
        taken[0]!.Dispose();
        lines.Take(one).Should().NotBeNull("a page that was closed gives its line back, once");
        lines.Take(one).Should().BeNull();
    }

    [Fact]
    public void All_pages_together_are_bounded()
    {
        var lines = new PortalLines();
        for (var i = 0; i < PortalLines.Most; i++)
            lines.Take(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)).Should().NotBeNull();
        lines.Take(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)).Should().BeNull();
    }
}
