using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>What every request that acts goes through.</summary>
internal static class ActionGate
{
    /// <summary>Says why a request may not act; null if it may.</summary>
    /// <param name="context">The request.</param>
    /// <param name="allowed">Whether the place has actions.</param>
    public static ProblemDetails? WhyRefused(PageContext context, bool allowed) =>
        !allowed ? Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.ActionsOff, "Actions are off.", "This place shows plugins and does nothing to them. Allow it where it is mapped: app.MapDagstackPlugins(\"…\", o => o.AllowActions = true).RequireAuthorization().")
        : !context.MayAct ? Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.NotAuthorized, "Nobody was authorised.", "Anybody may see the plugins here, and nobody may act, since nothing says who may. Add .RequireAuthorization() to MapDagstackPlugins, and take .AllowAnonymous() away if it is there.")
        : CrossSite.WhyRefused(context.Http.Request) is { } refusal ? Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.OtherSite, Refusal.OtherSiteTitle, refusal)
        : null;
}
