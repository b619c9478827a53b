namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Errors of calls that a server never had, which another one may be given: nothing of them was done.</summary>
internal static class UnsentCalls
{
    private const string Key = "Dagstack.Unsent";

    public static PluginUnavailableException Mark(PluginUnavailableException fault)
    {
        fault.Data[Key] = true;
        return fault;
    }

    public static bool Has(PluginUnavailableException fault) => fault.Data.Contains(Key);
}
