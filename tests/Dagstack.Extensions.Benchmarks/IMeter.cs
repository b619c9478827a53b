using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The contract that everything here is measured with.</summary>
[PluginKind("meter", ApiVersion = "1.0.0")]
public interface IMeter
{
    /// <summary>A synchronous hook.</summary>
    [Hook(DispatchClass.Capability)]
    int Read(int value);

    /// <summary>An asynchronous hook without a token.</summary>
    [Hook(DispatchClass.Capability)]
    ValueTask<int> TakeAsync(int value);

    /// <summary>An asynchronous hook with a token.</summary>
    [Hook(DispatchClass.Capability)]
    ValueTask<int> TakeWithTokenAsync(int value, CancellationToken cancellationToken);
}
