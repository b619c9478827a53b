using Dagstack.Extensions.Plugins;

namespace Dispatch;

/// <summary>A text goes through all plugins: what comes out of one goes into the next, until one stops the chain.</summary>
[PluginKind("filter")]
public interface IFilter
{
    [Hook(DispatchClass.Chain)]
    ChainResult<string> Clean(string text);
}

[Plugin("filter", "trim", TryFirst = true)]
public sealed class TrimFilter : IFilter
{
    public ChainResult<string> Clean(string text) => text.Trim();
}

[Plugin("filter", "secrets", Priority = 50)]
public sealed class SecretFilter : IFilter
{
    public ChainResult<string> Clean(string text) => text.StartsWith("secret:", StringComparison.Ordinal) ? ChainResult.Stop<string>() : text;
}

[Plugin("filter", "exclaim")]
public sealed class ExclamationFilter : IFilter
{
    public ChainResult<string> Clean(string text) => text + "!";
}

public sealed class ChainProgram(IPlugins<IFilter> filters)
{
    public void Run()
    {
        Console.WriteLine($"chain: {filters.Clean("  hello ")}");
        Console.WriteLine($"  stopped: {filters.Clean(" secret: x ")}");
    }
}
