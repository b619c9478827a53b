using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Finds services of the host that ask for a plugin by a key that none has, or by none, before anybody meets that in the middle of a request.</summary>
/// <param name="catalog">The plugins.</param>
/// <param name="contracts">The contracts by their kinds.</param>
/// <param name="withoutManifest">Folders that have no manifest and may be plugins, as sentences.</param>
/// <param name="isRegistered">Tells whether the container has a service of a type, by a key or by none.</param>
internal sealed class PluginKeyCheck(PluginCatalog catalog, IReadOnlyDictionary<string, PluginContract> contracts, IReadOnlyList<string> withoutManifest, Func<Type, string?, bool> isRegistered)
{
    private readonly ILookup<Type, string> _kinds = contracts.Values.ToLookup(static contract => contract.InterfaceType, static contract => contract.Kind);

    /// <summary>Checks parameters.</summary>
    /// <returns>What is wrong, ordinal by class and parameter.</returns>
    public IReadOnlyList<PluginKeyProblem> Check(IEnumerable<KeyedParameter> parameters) =>
    [
        .. parameters.Select(Check).OfType<PluginKeyProblem>()
            .OrderBy(static problem => problem.ImplementationType, StringComparer.Ordinal)
            .ThenBy(static problem => problem.Parameter, StringComparer.Ordinal)
            .DistinctBy(static problem => problem.Message),
    ];

    /// <summary>Makes the error of what is wrong; null if nothing is that keeps a service from being made.</summary>
    /// <param name="problems">What is wrong.</param>
    /// <param name="who">What asks, in the plural.</param>
    public PluginKeyException? ToException(IReadOnlyList<PluginKeyProblem> problems, string who = "Services")
    {
        var fatal = problems.Where(static problem => !problem.IsOptional).ToList();
        if (fatal.Count == 0)
        {
            return null;
        }

        List<PluginEntry> unnamed = [.. catalog.Entries.Where(static entry => entry.Source.Id is not { } id || entry.Contract is null || !PluginId.IsValidPart(id.Name))];
        List<string> keyless = [.. unnamed.Select(static entry => entry.Source.Path ?? entry.Name)];
        var lines = string.Concat(fatal.Select(static problem => $"{Environment.NewLine}  {problem.Message}"));
        List<string> causes = [.. unnamed.Select(static entry => $"{entry.Source.Path ?? entry.Name}: {entry.Status.Reason}"), .. withoutManifest];
        var cause = causes.Count == 0 ? string.Empty
            : $"{Environment.NewLine}No key could be made of these, of which one may be meant:{string.Concat(causes.Select(static cause => $"{Environment.NewLine}  {cause}"))}";
        return new(fatal, keyless, $"{who} ask for plugins by keys that no such plugin has{(fatal.Exists(static problem => problem.Key.Length == 0) ? ", or by none" : string.Empty)}:{lines}{Environment.NewLine}Correct the key in [FromKeyedServices], or give the parameter a default value if the plugin may be missing.{cause}");
    }

    private PluginKeyProblem? Check(KeyedParameter parameter)
    {
        // Several of a type are never missing, there may just be none: an empty list is no reason not to start.
        var several = parameter.Type.IsConstructedGenericType && parameter.Type.GetGenericTypeDefinition() == typeof(IEnumerable<>);
        var type = several ? parameter.Type.GetGenericArguments()[0] : parameter.Type;
        if (type.ContainsGenericParameters || isRegistered(type, parameter.Key))
        {
            return null;
        }

        string[] known = [.. _kinds[type].SelectMany(of => catalog.NamesOf(of).Select(name => $"{of}:{name}").Append(of))];
        if (parameter.Key is not { } key)
        {
            return known.Length == 0 ? null : Problem(
                several ? $"a contract has no service without a key. Take IPlugins<{type.Name}>, which has all its plugins, or one by its key. Keys of that type: {List(known)}."
                    : $"a contract has no service without a key. Write [FromKeyedServices(\"{known[0]}\")] before the parameter, or another key. Keys of that type: {List(known)}.",
                near: null);
        }

        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? key : key[..colon];
        if (contracts.TryGetValue(kind, out var contract) && contract.InterfaceType != type)
        {
            return Problem($"the key means a plugin of the kind '{kind}', whose contract is {contract.InterfaceType.FullName}. Give the parameter that type, or the key of what it is to be.", near: null);
        }

        var near = NearNames.Find(key, known) ?? Array.Find(known, full => full.EndsWith(":" + key, StringComparison.Ordinal));
        if (contract is null && near is null && NearNames.Find(kind, _kinds[type]) is null)
        {
            // A key of the application's own: the type is no contract, or the kind nothing like one of its kinds.
            return null;
        }

        return Problem($"no plugin has that key.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Keys of that type: {List(known)}.", near);

        PluginKeyProblem Problem(string text, string? near) => new()
        {
            Key = parameter.Key ?? string.Empty,
            ImplementationType = parameter.Place,
            Parameter = parameter.Name,
            ParameterType = parameter.Type.ToString(),
            NearestKey = near,
            IsOptional = parameter.HasDefault || several,
            Message = $"{parameter.Place}, parameter '{parameter.Name}' of type {parameter.Type}, {(parameter.Key is null ? "no key" : $"key '{parameter.Key}'")}: {text}",
        };
    }

    private static string List(string[] keys) => keys.Length <= 10 ? string.Join(", ", keys) : $"{string.Join(", ", keys.Take(10))} and {keys.Length - 10} more";
}
