using Graballo.Desk.Operations;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>Compares flows and rows by itself, every now and then.</summary>
[DisallowConcurrentExecution]
public sealed class ReconcileJob(IServiceScopeFactory scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReconcileHandler>().Handle(new Reconcile(), Actor.System, cancellationToken);
    }
}
