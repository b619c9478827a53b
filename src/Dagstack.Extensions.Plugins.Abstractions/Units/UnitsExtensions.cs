using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins;

/// <summary>Units of work whose arguments and outputs are not JSON yet.</summary>
public static class UnitsExtensions
{
    private static readonly JsonSerializerOptions s_snakeCase = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes arguments as JSON and takes a unit of work in.</summary>
    /// <param name="units">The units.</param>
    /// <param name="plugin">The plugin that runs it: its name where only one plugin has that, else <c>kind:name</c>.</param>
    /// <param name="args">An object whose properties are the arguments, under their names in snake_case: <c>new { PageCount = 3 }</c> is <c>{"page_count": 3}</c>. Keys of a dictionary are taken as they are.</param>
    /// <param name="options">What else is said of it.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the unit may have been taken in.</param>
    /// <typeparam name="TArgs">The type of the arguments, which is looked at by reflection.</typeparam>
    /// <returns>The unit: a new one, or the one that does the same already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="units"/> is null.</exception>
    /// <exception cref="PluginRegistryException">As for <see cref="IUnits.EnqueueAsync"/>.</exception>
    [RequiresUnreferencedCode("The arguments are looked at by reflection. Pass their JsonTypeInfo.")]
    [RequiresDynamicCode("The arguments are looked at by reflection. Pass their JsonTypeInfo.")]
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in a required parameter.")]
    public static ValueTask<EnqueueResult> EnqueueAsync<TArgs>(this IUnits units, string plugin, TArgs args, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(units);
        return units.EnqueueAsync(plugin, JsonSerializer.SerializeToElement(args, s_snakeCase), options, cancellationToken);
    }

    /// <summary>Writes arguments as JSON and takes a unit of work in.</summary>
    /// <param name="units">The units.</param>
    /// <param name="plugin">The plugin that runs it: its name where only one plugin has that, else <c>kind:name</c>.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="typeInfo">How they are written: as an object.</param>
    /// <param name="options">What else is said of it.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the unit may have been taken in.</param>
    /// <typeparam name="TArgs">The type of the arguments.</typeparam>
    /// <returns>The unit: a new one, or the one that does the same already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="units"/> or <paramref name="typeInfo"/> is null.</exception>
    /// <exception cref="PluginRegistryException">As for <see cref="IUnits.EnqueueAsync"/>.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "The overloads differ in a required parameter.")]
    public static ValueTask<EnqueueResult> EnqueueAsync<TArgs>(this IUnits units, string plugin, TArgs args, JsonTypeInfo<TArgs> typeInfo, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(typeInfo);
        return units.EnqueueAsync(plugin, JsonSerializer.SerializeToElement(args, typeInfo), options, cancellationToken);
    }

    /// <summary>Reads the output of a unit that has succeeded.</summary>
    /// <param name="unit">The unit, such as <see cref="IUnits.WaitAsync"/> gives it.</param>
    /// <param name="typeInfo">How the output is read.</param>
    /// <typeparam name="T">The type of the output.</typeparam>
    /// <returns>The output; the default of <typeparamref name="T"/> if there is none.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The unit has not succeeded: the message says how it is, and why it has failed.</exception>
    /// <exception cref="JsonException">The output is not the JSON of a <typeparamref name="T"/>.</exception>
    public static T? GetOutput<T>(this UnitDetails unit, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(typeInfo);
        if (unit.State != UnitState.Succeeded)
        {
            throw new InvalidOperationException($"The unit of work '{unit.UnitId}' of the plugin '{unit.Plugin}' has no output: it is {unit.State}.{(unit.Error is { } error ? $" It has failed last with: {error}" : string.Empty)}");
        }

        return unit.Output is { } output ? output.Deserialize(typeInfo) : default;
    }
}
