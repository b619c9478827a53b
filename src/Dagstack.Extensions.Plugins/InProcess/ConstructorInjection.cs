using System.Reflection;
using Dagstack.Extensions.Plugins.Kinds;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Chooses a plugin's constructor and calls it.</summary>
internal static class ConstructorInjection
{
    /// <summary>Constructs a plugin.</summary>
    /// <exception cref="PluginLoadException">No constructor can be satisfied, or the one that can throws.</exception>
    /// <exception cref="MissingDependencyException">A parameter is a resource that the manifest does not declare.</exception>
    public static object Create(Type type, PluginManifest manifest, IServiceProvider child, HostServices host)
    {
        var arguments = new ConstructorArguments(type, manifest, child, host);
        var (constructor, values) = Choose(type, manifest, arguments);
        try
        {
            return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null);
        }
        catch (Exception fault) when (!HostErrors.Is(fault))
        {
            throw PluginCode.Threw("The constructor", type, manifest.Id, fault);
        }
    }

    private static (ConstructorInfo Constructor, object?[] Values) Choose(Type type, PluginManifest manifest, ConstructorArguments arguments)
    {
        var constructors = type.GetConstructors();
        var marked = Array.FindAll(constructors, static constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)));
        if (constructors.Length == 0)
        {
            throw Unusable(type, manifest, "has no public constructor. Make one public.");
        }

        if (marked.Length > 1)
        {
            throw Unusable(type, manifest, $"has {marked.Length} constructors that are marked [ActivatorUtilitiesConstructor]: {Describe(marked)}. Mark one.");
        }

        // One with a parameter more asks for more than those that have fewer: of two with the same number neither does.
        var byLength = (marked.Length > 0 ? marked : constructors).GroupBy(static constructor => constructor.GetParameters().Length).OrderByDescending(static group => group.Key);
        foreach (var group in byLength)
        {
            var usable = group.Where(constructor => constructor.GetParameters().All(arguments.CanResolve)).ToList();
            if (usable.Count > 1)
            {
                throw Unusable(type, manifest, $"has {usable.Count} constructors that can be called equally well: {Describe(usable)}. Mark the one that is meant with [ActivatorUtilitiesConstructor].");
            }

            if (usable is [var constructor])
            {
                return (constructor, Array.ConvertAll(constructor.GetParameters(), arguments.Resolve));
            }
        }

        var missing = byLength.First().First().GetParameters().Where(parameter => !arguments.CanResolve(parameter)).ToList();
        if (arguments.NeedHost(missing) is { } refusal)
        {
            throw new RuntimeNotSupportedException($"The class '{type.FullName}' of plugin '{manifest.Id}' {refusal} ({CodePath.Of(type.Assembly)})", manifest.Runtimes, [PluginRuntimes.InProcess], manifest.Id);
        }

        throw Unusable(type, manifest, $"cannot be constructed: nothing provides the parameter {string.Join(", nor ", missing.Select(ConstructorArguments.Describe))}. {string.Join(" ", missing.Select(arguments.AdviceFor))}");
    }

    private static string Describe(IEnumerable<ConstructorInfo> constructors) =>
        string.Join(" and ", constructors.Select(static constructor => $"({string.Join(", ", constructor.GetParameters().Select(static parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})"));

    private static PluginLoadException Unusable(Type type, PluginManifest manifest, string complaint) =>
        new(manifest.Id, $"The class '{type.FullName}' of plugin '{manifest.Id}' {complaint} ({CodePath.Of(type.Assembly)})") { File = CodePath.Of(type.Assembly) };
}
