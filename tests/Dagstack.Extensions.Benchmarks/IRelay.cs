using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Dispatch;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The contract that calls of many plugins are measured with.</summary>
[PluginKind("relay")]
public interface IRelay
{
    /// <summary>Collected from all.</summary>
    [Hook(DispatchClass.BroadcastCollect)]
    ValueTask<int> GatherAsync(int value, CancellationToken cancellationToken = default);

    /// <summary>Told to all.</summary>
    [Hook(DispatchClass.BroadcastNotify)]
    ValueTask TellAsync(int value, CancellationToken cancellationToken = default);

    /// <summary>Goes through all.</summary>
    [Hook(DispatchClass.Chain)]
    int Pass(int value);
}
