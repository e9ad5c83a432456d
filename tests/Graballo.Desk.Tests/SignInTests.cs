using System.Net;
using Graballo.Desk.Tests.Hosting;

namespace Graballo.Desk.Tests;

public sealed class SignInTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    private const string Client = "camila.rojas@losboldos.example";

    [Fact]
    public async Task Signing_out_ends_every_copy_of_that_cookie_and_no_other_device()
    {
        using var browser = await server.Browser();
        var answer = await ServerProcess.SignIn(browser, Client, "graballo-demo");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("graballo=", StringComparison.Ordinal)).Split(';')[0];
        using var copy = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
        copy.DefaultRequestHeaders.Add("Cookie", cookie);
        using var other = await server.Browser(Client);
        (await copy.GetAsync("/api/portal/tickets")).StatusCode.Should().Be(HttpStatusCode.OK);

        var token = await ServerProcess.Token(browser, "/portal");
        await browser.PostAsync("/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }));

        (await copy.GetAsync("/api/portal/tickets")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await other.GetAsync("/api/portal/tickets")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_locked_person_and_an_unknown_one_hear_the_same_after_the_same_time()
    {
        using var browser = await server.Browser();
        var heard = new HashSet<string>();
        var shortest = TimeSpan.MaxValue;
        for (var turn = 0; turn < 7; turn++)
        {
            foreach (var name in new[] { "luis.jara@cordillera.example", "nadie@cordillera.example" })
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                heard.Add((await ServerProcess.SignIn(browser, name, "no es esta")).Headers.Location!.ToString());
                shortest = watch.Elapsed < shortest ? watch.Elapsed : shortest;
            }
        }
        heard.Should().Equal("/sign-in?error=wrong");
        shortest.Should().BeGreaterThan(TimeSpan.FromMilliseconds(490));
        (await ServerProcess.SignIn(browser, "luis.jara@cordillera.example", "graballo-demo")).Headers.Location!.ToString().Should().Be("/sign-in?error=wrong", "it is locked by now");
    }
}
