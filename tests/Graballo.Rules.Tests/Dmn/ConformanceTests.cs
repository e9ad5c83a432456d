using Graballo.Rules.Conformance;

namespace Graballo.Rules.Tests.Dmn;

/// <summary>The public conformance cases, when their folder is there.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_case_of_the_conformance_folder_passes()
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "No conformance folder: set GRABALLO_CONFORMANCE or put it beside the repository.");
        using var report = new StringWriter();
        var totals = DmnConformance.Run(folder!, report, TestContext.Current.CancellationToken);
        output.WriteLine(report.ToString());
        totals.Failed.Should().Be(0, report.ToString());
        totals.Passed.Should().BePositive();
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("GRABALLO_CONFORMANCE") is { Length: > 0 } given) return Directory.Exists(given) ? given : null;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "conformance", "dmn");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
