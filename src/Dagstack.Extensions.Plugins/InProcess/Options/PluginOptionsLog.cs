using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Says what is wrong with a plugin's section.</summary>
internal sealed class PluginOptionsLog(PluginId plugin, ILogger logger)
{
    public PluginLoadException Invalid(Type type, IReadOnlyList<BindProblem> problems) =>
        new(plugin, $"The configuration of plugin '{plugin}' does not fit its options {type.Name}: {Join(problems)} Correct what is said of each in the configuration, or the rules of {type.Name}.");

    public void Warn(IReadOnlyList<BindProblem> problems)
    {
        foreach (var problem in problems.Where(static problem => problem.IsWarning))
        {
            logger.ConfigurationWarning(plugin, problem.Message);
        }
    }

    public void Refused(IReadOnlyList<BindProblem> problems) => logger.ConfigurationRefused(plugin, Join(problems));

    public void Refused(Exception fault) => logger.ConfigurationRefused(plugin, ExceptionText.Full(fault));

    public void ListenerFailed(Exception fault) => logger.ConfigurationListenerFailed(plugin, fault);

    private static string Join(IReadOnlyList<BindProblem> problems) =>
        string.Join(" ", problems.Where(static problem => !problem.IsWarning));
}
