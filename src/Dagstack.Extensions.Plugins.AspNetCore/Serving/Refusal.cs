using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Makes problem details (RFC 9457).</summary>
internal static class Refusal
{
    public static ProblemDetails Of(int status, string type, string title, string detail) => new()
    {
        Status = status,
        Type = ProblemTypes.Of(type),
        Title = title,
        Detail = detail,
    };
}
