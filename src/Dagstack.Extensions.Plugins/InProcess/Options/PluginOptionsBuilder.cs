using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Makes options: from the section, then by what the plugin registers itself, then validated by all of it.</summary>
/// <param name="configure">The plugin's own IConfigureOptions.</param>
/// <param name="postConfigure">The plugin's own IPostConfigureOptions.</param>
/// <param name="validate">The plugin's own IValidateOptions.</param>
internal sealed class PluginOptionsBuilder<T>(
    IEnumerable<IConfigureOptions<T>> configure,
    IEnumerable<IPostConfigureOptions<T>> postConfigure,
    IEnumerable<IValidateOptions<T>> validate)
    where T : class
{
    /// <summary>Makes the options of a section.</summary>
    /// <returns>The options, or null if there are errors among the problems.</returns>
    public (T? Value, IReadOnlyList<BindProblem> Problems) Build(ConfigurationView view)
    {
        var result = OptionsBinder.Bind(typeof(T), view);
        if (!result.IsValid)
        {
            return (null, result.Problems);
        }

        var value = (T)result.Value!;
        foreach (var step in configure)
        {
            if (step is IConfigureNamedOptions<T> named)
            {
                named.Configure(Microsoft.Extensions.Options.Options.DefaultName, value);
            }
            else
            {
                step.Configure(value);
            }
        }

        foreach (var step in postConfigure)
        {
            step.PostConfigure(Microsoft.Extensions.Options.Options.DefaultName, value);
        }

        var failures = validate
            .Select(step => step.Validate(Microsoft.Extensions.Options.Options.DefaultName, value))
            .Where(static answer => answer.Failed)
            .SelectMany(static answer => answer.Failures ?? [])
            .Select(failure => new BindProblem { Path = view.Section.Path, Message = $"{view.Section.Path}: {failure}" })
            .ToList();
        return failures.Count == 0 ? (value, result.Problems) : (null, [.. result.Problems, .. failures]);
    }

    /// <summary>Makes options of another name, which only the plugin's own registrations know.</summary>
    public T BuildNamed(string name) => new OptionsFactory<T>(configure, postConfigure, validate).Create(name);
}
