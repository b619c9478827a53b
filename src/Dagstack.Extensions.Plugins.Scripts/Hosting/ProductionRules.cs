using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Scripts.Hosting;

/// <summary>Refuses to compile in the environment Production, which is also that of a host that says none, what is not allowed by name.</summary>
internal sealed class ProductionRules(ScriptsOptions options, IHostEnvironment? environment)
{
    private readonly bool _isProduction = environment?.IsProduction() ?? true;

    /// <summary>Says why a plugin is not compiled, as the end of a sentence that has it as its subject; null if it may be.</summary>
    public string? ReasonAgainst(PluginId plugin, string? module)
    {
        var id = plugin.ToString();
        return _isProduction && !options.AllowedInProduction.Exists(allowed => Glob.Matches(allowed, id))
            ? $"is '{module}.cs', and in the environment Production{(environment is null ? ", which is that of a host that says none," : string.Empty)} the host compiles only what is allowed by name. Write o.UseScripts(s => s.AllowInProduction(\"{id}\")), or build it into the folder as '{module}.dll'; while developing, set DOTNET_ENVIRONMENT=Development."
            : null;
    }
}
