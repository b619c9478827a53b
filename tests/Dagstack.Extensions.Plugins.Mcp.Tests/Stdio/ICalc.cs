namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A contract whose plugins are servers of a few lines.</summary>
[PluginKind("calc", ApiVersion = "1.0.0")]
public interface ICalc
{
    [Hook(DispatchClass.Capability)]
    Task<int> AddAsync(int left, int right, CancellationToken cancellationToken = default);

    /// <summary>Does what a test says, and returns what the server makes of it.</summary>
    [Hook(DispatchClass.Capability)]
    Task<string> DoAsync(string what, CancellationToken cancellationToken = default);

    [Hook(DispatchClass.Capability)]
    CalcFacts Facts();
}

/// <summary>What a server says of itself.</summary>
public sealed record CalcFacts(int Process, string Setup, string Meta, int Calls);
