using Graballo.Workflows.Conformance;

namespace Graballo.Workflows.Tests;

public class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_case_of_the_conformance_folder_passes()
    {
        if (Folders.Conformance() is not { } folder)
        {
            Assert.Skip("No conformance folder here: set GRABALLO_CONFORMANCE to one.");
            return;
        }

        using var text = new StringWriter();
        var (passed, failed, _) = BpmnConformance.Run(folder, text, CancellationToken.None);
        output.WriteLine(text.ToString());

        passed.Should().BePositive();
        failed.Should().Be(0, text.ToString());
    }
}
