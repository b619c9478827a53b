namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A contract whose plugins are on servers.</summary>
[PluginKind("desk", ApiVersion = "1.0.0")]
public interface IDesk
{
    [Hook(DispatchClass.Capability, Idempotent = true)]
    Task<string> ReadAsync(string what, CancellationToken cancellationToken = default);

    [Hook(DispatchClass.Capability)]
    Task<string> WriteAsync(string what, CancellationToken cancellationToken = default);
}
