using Graballo.Server.Commands;
using Graballo.Server.Startup;

// The same program serves and runs the tools: graballo help lists them.
if (ToolCommands.Find(args) is { } tool)
    return await tool(CancellationToken.None);

var builder = Hosting.NewBuilder(args);
builder.AddGraballo();
var app = builder.Build();
app.UseGraballo();
return await app.RunGraballo();

/// <summary>Named for the tests that host it.</summary>
public sealed partial class Program;
