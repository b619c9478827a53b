namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A kind whose hooks say of their results that they are never null, or that they may be.</summary>
[PluginKind("oracle", ApiVersion = "1.0.0")]
public interface IOracle
{
    /// <summary>Answers.</summary>
    Task<string> AskAsync(string question);

    /// <summary>Answers with several.</summary>
    IReadOnlyList<string> AskAll(string question);

    /// <summary>Answers, or does not.</summary>
    Task<int?> CountAsync(string question);

    /// <summary>Has no answer at all.</summary>
    Task TellAsync(string question);
}
