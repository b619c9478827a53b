using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hookspecs.Hosting;

/// <summary>Compares the contracts of a host with hookspecs, before plugins start.</summary>
internal sealed class HookspecStartCheck(IEnumerable<HookspecFolder> folders, bool failFast, string? contentRoot, ILogger logger) : IPluginStartCheck
{
    public IReadOnlyList<PluginRegistryException> Check(IReadOnlyDictionary<string, PluginContract> contracts)
    {
        var errors = new List<PluginRegistryException>();
        foreach (var folder in folders.Distinct())
        {
            foreach (var (message, isDifference) in Check(folder, contracts))
            {
                if (folder.FailFast ?? failFast)
                {
                    errors.Add(new(message));
                }
                else if (isDifference)
                {
                    logger.Differs(message);
                }
                else
                {
                    logger.Unreadable(folder.Path, message);
                }
            }
        }

        return errors;
    }

    private List<(string Message, bool IsDifference)> Check(HookspecFolder folder, IReadOnlyDictionary<string, PluginContract> contracts)
    {
        if (folder.Find(contentRoot) is not { } path)
        {
            return [($"the folder '{folder.Path}' of UseHookspecs is neither below the content root '{contentRoot}' nor below the application. Create it, or correct the path.", false)];
        }

        var found = new List<(string, bool)>();
        var specs = new List<Hookspec>();
        try
        {
            foreach (var result in HookspecFile.Find(path).Select(HookspecFile.Read))
            {
                found.AddRange(result.Problems.Where(static problem => !problem.IsWarning).Select(static problem => (problem.ToString(), false)));
                if (result.IsValid)
                {
                    specs.Add(result.Spec);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            found.Add(($"{path}: {fault.Message}", false));
        }

        found.AddRange(specs.GroupBy(static spec => spec.Kind).Where(kind => contracts.ContainsKey(kind.Key)).SelectMany(kind => Compare(contracts[kind.Key], [.. kind])).Select(static difference => (difference, true)));
        return found;
    }

    private IEnumerable<string> Compare(PluginContract contract, List<Hookspec> specs)
    {
        var name = contract.InterfaceType.FullName;
        if (specs.Find(spec => spec.Major == contract.ApiVersion.Split('.')[0]) is not { } spec)
        {
            return [$"The contract {name} has the version {contract.ApiVersion}, and there are hookspecs of {string.Join(", ", specs.Select(static spec => spec.ApiVersion))}. Write v{contract.ApiVersion.Split('.')[0]}.yaml, or correct the version of the contract."];
        }

        try
        {
            var differences = HookspecContract.Differences(contract, spec);
            if (differences.Count == 0)
            {
                logger.Agrees(spec.Kind, spec.Path!);
            }

            return differences.Select(difference => $"The contract {name} is not what {spec.Path} says, from which it differs so: {(difference.Place.Length == 0 ? string.Empty : difference.Place + ": ")}{difference.Message} Change one of them; 'dagstack diff' shows all.");
        }
        catch (PluginSerializationException fault)
        {
            return [$"The contract {name} cannot be compared with {spec.Path}: {fault.Message}"];
        }
    }
}
