using Dagstack.Extensions.Plugins.InProcess;
using Dagstack.Extensions.Plugins.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The runtimes of a host that has no other than its own.</summary>
internal static class HostRuntimes
{
    public static RuntimeSet InProcess { get; } = new([new InProcessRuntime([], NullLoggerFactory.Instance, NullLogger.Instance, new(static () => new ServiceCollection()), new(static () => [], TimeProvider.System), isCollectible: true)], NullLogger.Instance);
}
