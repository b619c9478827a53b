using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>The manifest is valid, and true of the class.</summary>
internal static class ManifestRulesCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        var subject = run.Subject;
        foreach (var problem in subject.Loaded.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error || IsReserved(problem)))
        {
            Add(problem.Code, subject.ManifestLocation(problem.Line), problem.Message, $"Correct {(problem.Path.Length > 0 ? $"'{problem.Path}'" : "it")} in the manifest{(problem.Expected is { } expected ? $"; expected is {expected}" : string.Empty)}. docs/manifest.md in the package Dagstack.Extensions.Plugins.Abstractions has every field.");
        }

        if (subject.Manifest is not { } manifest)
        {
            return;
        }

        if (subject.Contract is not { } contract)
        {
            Add(PluginErrorCodes.KindUnknown, subject.ManifestLocation(), $"The kind '{manifest.Id.Kind}' has no contract in the test process. Known kinds: {string.Join(", ", PluginContracts.FindAll().Keys.Order(StringComparer.Ordinal))}.", "Correct 'kind', or reference the contract's assembly from the test project.");
            return;
        }

        if (subject.Given is { } given && manifest.EntryPoint is { } entryPoint && entryPoint.ClassName != given.FullName && entryPoint.ClassName != given.Name)
        {
            Add(PluginErrorCodes.ManifestInvalid, subject.ManifestLocation(), $"The manifest's entry_point names the class '{entryPoint.ClassName}', and the class that is checked is '{given.FullName}'.", $"Write entry_point = \"{entryPoint.Module}:{given.Name}\", or check the class that it names.");
            return;
        }

        // Of a tool plugin in another process the functions are the tools of its server: what is not exposed is not asked of it.
        foreach (var hook in contract.Hooks.Where(hook => hook is { IsExposed: false, DispatchClass: not DispatchClass.Chain } && contract.InterfaceType != typeof(ITool)))
        {
            if (manifest.Runtimes.FirstOrDefault(static runtime => runtime != PluginRuntimes.InProcess) is { } remote)
            {
                Add(PluginErrorCodes.RuntimeNotSupported, subject.ManifestLocation(), $"The manifest names the runtime '{remote}', and the contract's hook '{hook.Name}' is not exposed to other processes.", "Write runtime = \"in_process\".");
                break;
            }
        }

        if (manifest.InProcessOnly && contract.Hooks.FirstOrDefault(static hook => hook.DispatchClass == DispatchClass.Chain) is { } chain)
        {
            Add(PluginErrorCodes.RuntimeNotSupported, subject.ManifestLocation(), $"The manifest says in_process_only, and the contract has the chain hook '{chain.Name}', which goes through plugins of all processes.", "Remove in_process_only from the manifest.");
        }

        foreach (var hidden in contract.Hooks.Where(static hook => hook is { DispatchClass: DispatchClass.Chain, IsExposed: false }))
        {
            Add(PluginErrorCodes.RuntimeNotSupported, subject.ManifestLocation(), $"The contract's chain hook '{hidden.Name}' is not exposed to other processes, and a chain goes through plugins of all.", "Remove Exposed = false from the hook in the contract, or make it a singleton hook.");
        }

        var pass = await run.FirstAsync(cancellationToken).ConfigureAwait(false);
        if (!pass.IsServing)
        {
            Add(pass.Status?.Code ?? PluginErrorCodes.PluginUnavailable, subject.ManifestLocation(), $"The plugin does not start: {pass.Status?.Reason ?? "the host found no plugin in the folder."}", "Correct what it says. What the plugin needs of its host besides built-in resources is given with ConfigureHost and WithConfiguration, another plugin that it takes with WithPlugin.");
            return;
        }

        foreach (var name in manifest.Resources.Required.Concat(manifest.Resources.Optional))
        {
            string[] types = [.. ResourceTypes.Of(name)];
            if (subject.Image is { } image && types.Length > 0 && !types.Any(image.References.Contains))
            {
                Add(PluginErrorCodes.ManifestInvalid, subject.ManifestLocation(), $"The manifest declares the resource '{name}', and the class takes none: no {string.Join(" or ", types.Select(static type => type[(type.LastIndexOf('.') + 1)..]))} is in its code.", $"Remove \"{name}\" from [plugin.resources], or take it in the constructor.");
            }
        }

        void Add(string code, PluginLocation location, string message, string remedy) => findings.Add(PluginCheck.Manifest, code, location, message, remedy);
    }

    /// <summary>A host warns of a priority that is reserved for middleware; a plugin of another kind does not pass with it.</summary>
    private static bool IsReserved(ManifestProblem problem) => problem.Path.Split('.')[^1] == "priority";
}
