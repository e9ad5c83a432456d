using Graballo.Desk.Persistence;

namespace Graballo.Desk.Demo;

/// <summary>Reply templates of the demonstration.</summary>
internal static class DemoTemplates
{
    private sealed record Text(string? Group, string? Topic, string Name, string NameEn, string Body, string BodyEn);

    private static readonly IReadOnlyList<Text> Texts =
    [
        new Text(null, null, "Acuse de recibo", "Acknowledgement",
            """
            Estimada/o {contacto}:

            Recibimos su requerimiento {numero} sobre «{asunto}» y ya lo estamos revisando. Le escribiré por este mismo medio apenas tenga novedades.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            We received your request {numero} about “{asunto}” and are already looking into it. I will write to you here as soon as I have news.

            Kind regards,
            {ejecutivo}
            """),
        new Text(null, null, "Pedir más antecedentes", "Ask for more information",
            """
            Estimada/o {contacto}:

            Para avanzar con el requerimiento {numero} necesito, por favor, los siguientes antecedentes:

            -

            Puede responder en esta misma conversación y adjuntar los documentos que tenga.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            To go on with request {numero} I need the following, please:

            -

            You can answer in this conversation and attach any documents you have.

            Kind regards,
            {ejecutivo}
            """),
        new Text(null, null, "Confirmar fecha prometida", "Confirm the promised date",
            """
            Estimada/o {contacto}:

            Le confirmo que su requerimiento {numero} estará resuelto a más tardar el {fecha}. Si hay algún cambio, le avisaré antes.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            I confirm that your request {numero} will be solved by {fecha} at the latest. Should anything change, I will tell you beforehand.

            Kind regards,
            {ejecutivo}
            """),
        new Text("facturacion", "factura-monto", "Nota de crédito en trámite", "Credit note under way",
            """
            Estimada/o {contacto}:

            Revisamos la factura que nos indica y corresponde corregir el monto. Solicitamos la nota de crédito a Contabilidad; quedará emitida y enviada a {empresa} a más tardar el {fecha}. No es necesario que pague la factura mientras tanto.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            We checked the invoice you mention and its amount must be corrected. We asked Accounting for the credit note; it will be issued and sent to {empresa} by {fecha} at the latest. You need not pay the invoice in the meantime.

            Kind regards,
            {ejecutivo}
            """),
        new Text("despacho", null, "Despacho reprogramado", "Delivery rescheduled",
            """
            Estimada/o {contacto}:

            Lamentamos el atraso. Su despacho quedó reprogramado para el {fecha}. Si nadie puede recibirlo ese día, respóndanos en esta conversación y coordinamos otro horario.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            We are sorry for the delay. Your delivery has been rescheduled for {fecha}. If nobody can receive it then, answer in this conversation and we will arrange another time.

            Kind regards,
            {ejecutivo}
            """),
        new Text("soporte", null, "Pasos para repetir el problema", "Steps to see the problem",
            """
            Estimada/o {contacto}:

            Para encontrar la causa necesitamos ver el problema tal como le ocurre. Por favor indíquenos:

            1. Qué estaba haciendo y en qué pantalla.
            2. El mensaje de error completo; una captura ayuda mucho.
            3. Desde cuándo ocurre y si le pasa a otras personas de {empresa}.

            Saludos cordiales,
            {ejecutivo}
            """,
            """
            Dear {contacto},

            To find the cause we need to see the problem as it happens to you. Please tell us:

            1. What you were doing and on which screen.
            2. The whole error message; a screenshot helps a lot.
            3. Since when it happens, and whether it happens to others at {empresa}.

            Kind regards,
            {ejecutivo}
            """),
    ];

    public static IEnumerable<MessageTemplate> Of(IReadOnlyDictionary<string, Guid> groups, IReadOnlyDictionary<string, Guid> topics, DateTimeOffset now, Func<Guid> newId) =>
        Texts.Select(text => new MessageTemplate
        {
            Id = newId(),
            GroupId = text.Group is null ? null : groups[text.Group],
            TopicId = text.Topic is null ? null : topics[text.Topic],
            Name = text.Name,
            NameEn = text.NameEn,
            Body = text.Body,
            BodyEn = text.BodyEn,
            ChangedAt = now,
            ChangedBy = "Graballo",
        });
}
