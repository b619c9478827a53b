namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A kind with a hook that cannot leave the process, and does not say so.</summary>
[PluginKind("hose", ApiVersion = "1.0.0")]
public interface IHose
{
    /// <summary>Takes what JSON does not have.</summary>
#pragma warning disable DSP036 // As in contracts of others, which nobody has told.
    Task<int> DrinkAsync(Stream from, CancellationToken cancellationToken = default);
#pragma warning restore DSP036

    /// <summary>Takes what it has.</summary>
    Task<int> CountAsync(int drops, CancellationToken cancellationToken = default);
}
