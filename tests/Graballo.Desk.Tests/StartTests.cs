using Graballo.Desk.Demo;
using Graballo.Desk.Tests.Hosting;
using Graballo.Server.Startup;

namespace Graballo.Desk.Tests;

public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graballo-start-").FullName;

    [Theory]
    [InlineData("Demo:Tickets", "-5")]
    [InlineData("Demo:Load", "maybe")]
    [InlineData("Desk:LargestAttachment", "abc")]
    [InlineData("Desk:AttachmentFolder", "/proc/x/y")]
    [InlineData("Desk:PublicUrl", "mesa")]
    [InlineData("Mail:PickupFolder", "/proc/foo")]
    [InlineData("Database:Connection", "Data Source=/proc/x/desk.db")]
    [InlineData("Desk:KeyFolder", "/proc/x/keys")]
    [InlineData("Urls", "nada")]
    [InlineData("Urls", "http://localhost:99999")]
    [InlineData("Web:InsideHosts:0", "http://crm.local/api")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_with_a_sentence(string name, string value)
    {
        var (code, said) = await ServerProcess.StartWith(_folder, new Dictionary<string, string> { [name] = value });
        code.Should().Be(1, said);
        said.Should().Contain(name.Split(':').Last(part => part != "0")).And.NotContain("   at ").And.NotContain("Unhandled");
        File.Exists(Path.Combine(_folder, "desk.db")).Should().BeFalse("nothing is written before the settings are known to be good");
    }

    [Fact]
    public async Task A_demonstration_that_was_cut_off_is_finished()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
        {
            // As a start leaves it that was killed while it told 7 tickets, none of them told yet.
            db.Counters.Single(row => row.Name == DemoOrganisation.StillToTell).Next = 7;
            await db.SaveChangesAsync();
        }
        var again = new FirstStart(
            desk.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<Persistence.DeskDbContext>>(), desk.Get<Microsoft.Extensions.DependencyInjection.IServiceScopeFactory>(),
            desk.Get<DemoOrganisation>(), desk.Get<DemoHistory>(), new DemoSettings { Load = true, Tickets = 40 }, desk.Clock);
        var said = new List<string>();
        (await again.Prepare(said.Add, CancellationToken.None)).Should().BeTrue();
        said.Should().ContainSingle(line => line.Contains("7 tickets"));
        await using var after = desk.Database();
        after.Tickets.Should().HaveCount(7);
        after.Counters.Single(row => row.Name == DemoOrganisation.StillToTell).Next.Should().Be(0);
        (await again.Prepare(said.Add, CancellationToken.None)).Should().BeFalse();
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5093", true)]
    [InlineData("http://localhost:5093", "http://*:5093", false)]
    [InlineData("https://mesa.empresa.cl", "http://*:5093", false)]
    [InlineData("http://127.0.0.1:5093/", "http://[::]:5093", false)]
    public void Links_to_a_closed_door_are_noticed(string publicUrl, string listening, bool misses) =>
        Listening.Misses(new Uri(publicUrl), [listening]).Should().Be(misses);

    [Theory, InlineData("http://*:81;http://x", "http://localhost:81/"), InlineData("http://0.0.0.0:82", "http://localhost:82/"), InlineData("?", null)]
    public void The_public_address_follows_the_one_that_is_served(string urls, string? first) => Listening.First(urls)?.ToString().Should().Be(first);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
