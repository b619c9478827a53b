using Dagstack.Extensions.Configuration.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>Hands the host's logs to the configuration, which is there before them.</summary>
internal sealed class ConfigLogs(DagstackConfig config, ILoggerFactory logs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        config.Engine!.UseHostLogger(logs.CreateLogger(Log.Category));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
