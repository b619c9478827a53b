using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Problems;

/// <summary>Makes the problem details of errors of plugins.</summary>
internal static class PluginProblem
{
    /// <summary>Makes those of an error; null if it is not told.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="noCapabilityStatus">The status where no plugin handles what was asked for; null if that is not told.</param>
    /// <param name="withMessage">Whether its message is told.</param>
    public static ProblemDetails? Of(Exception exception, int? noCapabilityStatus, bool withMessage) => exception switch
    {
        PluginUnavailableException fault => Make(fault, StatusCodes.Status503ServiceUnavailable, ProblemTypes.PluginUnavailable, "A plugin that the request needs does not serve.", withMessage, fault.Kind, fault.Plugin, ("state", PluginStates.NameOf(fault.State)), ("rootCauseCode", fault.RootCauseCode)),
        PluginTimeoutException fault => Make(fault, StatusCodes.Status504GatewayTimeout, ProblemTypes.PluginTimeout, "A plugin did not finish in time.", withMessage, fault.Plugin.Kind, fault.Plugin),
        NoCapabilityMatchException fault when noCapabilityStatus is { } status => Make(fault, status, ProblemTypes.NoCapabilityMatch, "No plugin can handle what was asked for.", withMessage, fault.Kind, null),
        _ => null,
    };

    private static ProblemDetails Make(PluginRegistryException fault, int status, string type, string title, bool withMessage, string kind, PluginId? plugin, params ReadOnlySpan<(string Key, string? Value)> facts)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Type = ProblemTypes.Of(type),
            Title = title,
            Detail = withMessage ? ExceptionText.MessageOf(fault) : null,
        };
        problem.Extensions["code"] = fault.Code;
        problem.Extensions["kind"] = Excerpt.Of(kind);
        foreach (var (key, value) in (ReadOnlySpan<(string Key, string? Value)>)[("plugin", plugin is { } id ? Excerpt.Of(id.ToString()) : null), .. facts])
        {
            if (value is not null)
            {
                problem.Extensions[key] = value;
            }
        }

        return problem;
    }
}
