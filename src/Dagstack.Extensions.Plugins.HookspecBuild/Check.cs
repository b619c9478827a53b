using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Hookspecs;

namespace Dagstack.Extensions.Plugins.HookspecBuild;

/// <summary>Compares the contracts of a built assembly with the hookspecs that they are written after.</summary>
internal static class Check
{
    /// <param name="lines">The assembly; of each hookspec <c>spec</c> and the file, of each assembly that it references <c>reference</c> and the file, with tabs between.</param>
    /// <param name="said">Takes what is wrong.</param>
    public static void Run(IReadOnlyList<string> lines, BuildOutput said)
    {
        var parts = lines.Skip(1).Select(static line => line.Split('\t')).Where(static part => part.Length == 2).ToList();
        var contracts = Load(lines[0], [.. parts.Where(static part => part[0] == "reference").Select(static part => part[1])], said);
        foreach (var file in parts.Where(static part => part[0] == "spec").Select(static part => part[1]))
        {
            var result = HookspecFile.Read(file);
            Emission.Report(result, said);
            if (result.IsValid && contracts is not null)
            {
                Compare(result.Spec, contracts, lines[0], said);
            }
        }
    }

    private static void Compare(Hookspec spec, List<PluginContract> contracts, string assembly, BuildOutput said)
    {
        if (contracts.FirstOrDefault(contract => contract.Kind == spec.Kind) is not { } contract)
        {
            var there = contracts.Count == 0 ? "no contract" : $"contracts of {string.Join(", ", contracts.Select(static known => $"'{known.Kind}'"))}";
            said.Warning("DSP132", spec.Path!, $"{Path.GetFileName(assembly)} has {there}, and none of the kind '{spec.Kind}'. Write an interface with [PluginKind(\"{spec.Kind}\")], or take the hookspec out of DagstackHookspecCheck.", 1, 1);
            return;
        }

        try
        {
            foreach (var difference in HookspecContract.Differences(contract, spec))
            {
                said.Warning("DSP132", spec.Path!, $"{contract.InterfaceType.Name} is not what the hookspec says: {difference}", 1, 1);
            }
        }
        catch (PluginSerializationException fault)
        {
            said.Warning("DSP132", spec.Path!, $"{contract.InterfaceType.Name} cannot be compared: {fault.Message}", 1, 1);
        }
    }

    private static List<PluginContract>? Load(string assembly, IReadOnlyList<string> references, BuildOutput said)
    {
        var files = references.DistinctBy(static file => Path.GetFileNameWithoutExtension(file)).ToDictionary(static file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
        System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (context, name) => name.Name is { } simple && files.TryGetValue(simple, out var file) ? context.LoadFromAssemblyPath(file) : null;
        try
        {
            return [.. Assembly.LoadFrom(assembly).GetCustomAttributes<PluginContractAttribute>().Select(static attribute => (PluginContract)Activator.CreateInstance(attribute.ContractType)!)];
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or TypeLoadException or ReflectionTypeLoadException or TargetInvocationException)
        {
            said.Warning("DSP132", assembly, $"its contracts cannot be looked at, and are not compared with their hookspecs: {fault.Message}");
            return null;
        }
    }
}
