using Graballo.Server.Commands;
using Graballo.Server.Startup;

// The same program serves and runs the tools: graballo help lists them.
try
{
    if (ToolCommands.Find(args) is { } tool)
        return await tool(CancellationToken.None);

    var builder = Hosting.NewBuilder(args);
    builder.AddGraballo();
    var app = builder.Build();
    app.UseGraballo();
    return await app.RunGraballo();
}
catch (CannotStartException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
