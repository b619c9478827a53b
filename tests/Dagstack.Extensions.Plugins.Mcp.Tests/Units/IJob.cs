namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>A contract with one hook, which runs its units of work.</summary>
[PluginKind("job", ApiVersion = "1.0.0")]
public interface IJob
{
    /// <summary>Makes steps.</summary>
    [Hook(DispatchClass.Capability)]
    Task<string> RunAsync(int steps, int? after = null, string? then = null, string? with = null, string? asUnit = null, CancellationToken cancellationToken = default);
}
