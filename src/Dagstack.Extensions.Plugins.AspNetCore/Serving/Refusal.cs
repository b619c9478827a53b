using Dagstack.Extensions.Plugins.AspNetCore.Acting;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Makes problem details (RFC 9457).</summary>
internal static class Refusal
{
    public const string OtherSiteTitle = "The request comes from another site.";

    public static ProblemDetails Of(int status, string type, string title, string detail) => new()
    {
        Status = status,
        Type = ProblemTypes.Of(type),
        Title = title,
        Detail = detail,
    };

    public static ProblemDetails NoSuchPlugin(PluginId id, string? near)
    {
        var problem = Of(
            StatusCodes.Status404NotFound,
            ProblemTypes.NoSuchPlugin,
            "There is no such plugin.",
            $"There is no plugin '{Excerpt.Of(id.ToString())}'.{(near is null ? string.Empty : $" Did you mean '{Excerpt.Of(near)}'?")}");
        problem.Extensions["plugin"] = ShownText.Name(id.ToString());
        problem.Extensions["nearest"] = ShownText.Name(near);
        return problem;
    }

    public static ProblemDetails Of(PluginFailure failure) => failure.Kind switch
    {
        PluginFailureKind.NotFound => Of(StatusCodes.Status404NotFound, ProblemTypes.NoSuchPlugin, "There is no such plugin.", ShownText.Text(failure.Text)),
        PluginFailureKind.NotPossible => Of(StatusCodes.Status409Conflict, ProblemTypes.NotPossible, "That cannot be done now.", ShownText.Text(failure.Text)),
        PluginFailureKind.Stopping => Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.Stopping, "The application is stopping.", ShownText.Text(failure.Text)),
        PluginFailureKind.Failed => Of(StatusCodes.Status409Conflict, ProblemTypes.ActionFailed, "It was tried, and failed.", ShownText.Text(failure.Text)),
        _ => Of(StatusCodes.Status500InternalServerError, ProblemTypes.ActionFailed, "It failed unexpectedly.", ShownText.Text(failure.Text)),
    };
}
